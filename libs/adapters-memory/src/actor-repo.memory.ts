import { MoorageError, type Actor, type ActorQuery, type ActorRepo, type ActorType, type OffsetPage } from '@moorage/domain';
import { actorOf, fits, MemoryKnowledge } from './memory-knowledge';

export class MemoryActorRepo implements ActorRepo {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async insert(actor: Actor): Promise<void> {
    const { organizationId, type, workspaceId, definitionId } = actor;
    this.store.demandWorkspace(organizationId, workspaceId);
    this.store.demandDefinition(organizationId, type, definitionId);
    this.store.actors.insert(actor);
  }

  async find(organizationId: string, type: ActorType, id: string): Promise<Actor | null> {
    return this.store.actors.find(id, actorOf(organizationId, type));
  }

  async list(query: ActorQuery): Promise<OffsetPage<Actor>> {
    const { organizationId, type, workspaceId, definitionId } = query;
    return this.store.actors.offsetPage(
      'descending',
      (row) => actorOf(organizationId, type)(row) && fits(workspaceId, row.workspaceId) && fits(definitionId, row.definitionId),
      query,
    );
  }

  async change(organizationId: string, type: ActorType, id: string, f: (present: Actor) => Actor): Promise<Actor | null> {
    return this.store.actors.change(id, actorOf(organizationId, type), f);
  }

  async remove(organizationId: string, type: ActorType, id: string): Promise<boolean> {
    const { actors, connections, catalogs } = this.store;
    if (!actors.find(id, actorOf(organizationId, type))) return false;
    if (connections.has(({ sourceId, destinationId }) => sourceId === id || destinationId === id)) throw new MoorageError('CONFLICT');
    catalogs.delete(id);
    this.#noLongerDefault(id);
    return actors.remove(id);
  }

  #noLongerDefault(id: string): void {
    const { workspaces } = this.store;
    for (const { defaultDestinationId: _removed, ...workspace } of workspaces.where(({ defaultDestinationId }) => defaultDestinationId === id)) workspaces.put(workspace);
  }
}
