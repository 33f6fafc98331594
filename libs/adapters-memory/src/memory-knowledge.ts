import { MoorageError, type Actor, type ActorDefinition, type ActorType, type CachedCatalog, type CatalogKey, type Connection, type ErrorCode, type Tag, type Workspace } from '@moorage/domain';
import { MemoryTable } from './memory-table';

/** What the repositories of knowledge connectors share, because some of what one promises depends on what is in another. */
export class MemoryKnowledge {
  readonly workspaces = new MemoryTable<Workspace>();
  readonly tags = new MemoryTable<Tag>();
  readonly definitions = new MemoryTable<ActorDefinition>();
  readonly actors = new MemoryTable<Actor>();
  readonly connections = new MemoryTable<Connection>();
  readonly catalogs = new Map<string, { key: CatalogKey; catalog: CachedCatalog }>();

  demandWorkspace(organizationId: string, id: string): void {
    demand(this.workspaces.find(id, of(organizationId)), 'CONNECTOR_WORKSPACE_NOT_FOUND');
  }

  demandDefinition(organizationId: string, type: ActorType, id: string): void {
    demand(this.definitions.find(id, (row) => row.type === type && isVisible(row, organizationId)), 'CONNECTOR_DEFINITION_NOT_FOUND');
  }

  demandSource(organizationId: string, id: string): void {
    demand(this.actors.find(id, actorOf(organizationId, 'source')), 'CONNECTOR_SOURCE_NOT_FOUND');
  }

  /** None is fine. */
  demandDestination(organizationId: string, id: string | undefined): void {
    if (id !== undefined) demand(this.actors.find(id, actorOf(organizationId, 'destination')), 'CONNECTOR_DESTINATION_NOT_FOUND');
  }
}

export const of = (organizationId: string) => (row: { organizationId?: string }): boolean => row.organizationId === organizationId;

export const actorOf = (organizationId: string, type: ActorType) => (row: Actor): boolean => row.organizationId === organizationId && row.type === type;

export const isVisible = (row: ActorDefinition, organizationId: string): boolean => (row.organizationId ?? organizationId) === organizationId;

/** Whether a row has the wanted value, where one is wanted. */
export const fits = <T>(wanted: T | undefined, actual: T | undefined): boolean => wanted === undefined || wanted === actual;

function demand(row: object | null, code: ErrorCode): void {
  if (row === null) throw new MoorageError(code);
}
