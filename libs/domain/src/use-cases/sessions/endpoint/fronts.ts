import type { Chat } from '../chat';
import type { AllServers } from './all-servers';
import type { Front } from './front';
import type { OneServer } from './one-server';

/** Which front an endpoint has. */
export class Fronts {
  constructor(
    readonly one: OneServer,
    readonly all: AllServers,
  ) {}

  of({ endpoint }: Pick<Chat, 'endpoint'>): Front {
    return endpoint.kind === 'one' ? this.one : this.all;
  }
}
