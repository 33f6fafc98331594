import { Clock } from '../../../libs/domain/src/careless';

declare const process: { env: Record<string, string | undefined> };
declare const injectable: ClassDecorator;

export const home = process.env.HOME;

@injectable
export class Gateway {
  constructor(readonly clock: Clock) {}
}
