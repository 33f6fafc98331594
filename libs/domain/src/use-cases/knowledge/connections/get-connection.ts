import type { Caller } from '../../../model/caller';
import type { Connection } from '../../../model/knowledge/connection';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import { presentConnection } from './own-connection';

/** One connection of the caller's organization. */
export class GetConnection {
  constructor(private readonly connections: ConnectionRepo) {}

  async run({ organizationId }: Caller, id: string): Promise<Connection> {
    return presentConnection(await this.connections.find(organizationId, id));
  }
}
