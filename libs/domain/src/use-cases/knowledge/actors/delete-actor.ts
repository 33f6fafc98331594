import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import { ownActor, presentActor } from './own-actor';

/** Removes a source or destination. `CONFLICT` while a connection uses it. */
export class DeleteActor {
  constructor(
    private readonly actors: ActorRepo,
    private readonly connections: ConnectionRepo,
  ) {}

  async run(caller: Caller, type: ActorType, id: string): Promise<Record<string, never>> {
    const { organizationId } = caller;
    await ownActor(this.actors, caller, type, id);
    const { total } = await this.connections.list({ organizationId, ...(type === 'source' ? { sourceId: id } : { destinationId: id }), limit: 1, offset: 0 });
    if (total > 0) throw new MoorageError('CONFLICT', { message: `The ${type} is used by ${total} connection(s). Delete those first.`, details: { connections: total } });
    if (!(await this.actors.remove(organizationId, type, id))) presentActor(type, null);
    return {};
  }
}
