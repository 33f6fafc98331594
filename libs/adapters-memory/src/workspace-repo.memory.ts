import { MoorageError, type OffsetPage, type OffsetQuery, type Workspace, type WorkspaceRepo } from '@moorage/domain';
import { MemoryKnowledge, of } from './memory-knowledge';

export class MemoryWorkspaceRepo implements WorkspaceRepo {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async insert(workspace: Workspace): Promise<void> {
    this.store.workspaces.insert(this.#checked(workspace));
  }

  async insertFirst(first: Workspace): Promise<void> {
    if (!this.store.workspaces.has(of(first.organizationId))) this.store.workspaces.insert(first);
  }

  async find(organizationId: string, id: string): Promise<Workspace | null> {
    return this.store.workspaces.find(id, of(organizationId));
  }

  async list(query: OffsetQuery): Promise<OffsetPage<Workspace>> {
    return this.store.workspaces.offsetPage('ascending', of(query.organizationId), query);
  }

  async change(organizationId: string, id: string, f: (present: Workspace) => Workspace): Promise<Workspace | null> {
    return this.store.workspaces.change(id, of(organizationId), (present) => this.#checked(f(present)));
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    const { workspaces, tags, actors, connections } = this.store;
    if (!workspaces.find(id, of(organizationId))) return false;
    const isInside = (row: { workspaceId: string }): boolean => row.workspaceId === id;
    const isLast = workspaces.where(of(organizationId)).length === 1;
    if (isLast || actors.has(isInside) || connections.has(isInside)) throw new MoorageError('CONFLICT');
    for (const tag of tags.where(isInside)) tags.remove(tag.id);
    return workspaces.remove(id);
  }

  #checked(workspace: Workspace): Workspace {
    this.store.demandDestination(workspace.organizationId, workspace.defaultDestinationId);
    return workspace;
  }
}
