import type { Caller } from '../../../model/caller';
import type { Connection } from '../../../model/knowledge/connection';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import { assertSensible } from './connection-faults';
import { presentConnection } from './own-connection';

export type ConnectionPatch = Partial<Pick<Connection, 'name' | 'destinationId' | 'schedule' | 'streams' | 'status'>>;

/** Changes what is given of a connection, each as a whole. */
export class UpdateConnection {
  constructor(
    private readonly connections: ConnectionRepo,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, id: string, patch: ConnectionPatch): Promise<Connection> {
    assertSensible(patch);
    return presentConnection(await this.connections.change(organizationId, id, (now) => ({ ...now, ...patch, updatedAt: this.clock.now() })));
  }
}
