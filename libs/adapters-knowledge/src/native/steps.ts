import type { CheckStage } from '@moorage/domain';
import type { ConnectTimings } from '@moorage/egress';
import type { CheckRun, Explain } from './check-run';

/** The way to a server, step by step: watched by a check, unwatched by everything else. */
export interface Steps extends Pick<CheckRun, 'step' | 'connection'> {
  skip(step: CheckStage, message: string): void;
}

/** Steps that nobody watches. What a driver means is explained all the same. */
export const unwatched: Steps = {
  step: (_step, work, explain) => explained(work, explain),
  connection: <T extends { timings: ConnectTimings }>(open: () => Promise<T>, explain?: Explain) => explained(open, explain),
  skip: () => undefined,
};

async function explained<T>(work: () => Promise<T>, explain: Explain = () => null): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error) ?? error;
  }
}
