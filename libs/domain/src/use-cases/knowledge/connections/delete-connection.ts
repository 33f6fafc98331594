import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';

/** Removes a connection. Its source, its destination and what was written there stay. */
export class DeleteConnection {
  constructor(private readonly connections: ConnectionRepo) {}

  async run({ organizationId }: Caller, id: string): Promise<Record<string, never>> {
    if (!(await this.connections.remove(organizationId, id))) throw new MoorageError('CONNECTOR_CONNECTION_NOT_FOUND');
    return {};
  }
}
