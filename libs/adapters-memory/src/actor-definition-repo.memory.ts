import { MoorageError, type ActorDefinition, type ActorDefinitionRepo, type ActorType, type OffsetPage, type OffsetQuery } from '@moorage/domain';
import { isVisible, MemoryKnowledge } from './memory-knowledge';

export class MemoryActorDefinitionRepo implements ActorDefinitionRepo {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async insert(definition: ActorDefinition): Promise<void> {
    this.store.definitions.insert(definition);
  }

  async putWellKnown(definitions: ActorDefinition[]): Promise<void> {
    for (const definition of definitions) this.store.definitions.put(definition);
  }

  async find(organizationId: string, type: ActorType, id: string): Promise<ActorDefinition | null> {
    return this.store.definitions.find(id, (row) => row.type === type && isVisible(row, organizationId));
  }

  async list(query: OffsetQuery & { type: ActorType }): Promise<OffsetPage<ActorDefinition>> {
    return this.store.definitions.offsetPage('ascending', (row) => row.type === query.type && isVisible(row, query.organizationId), query);
  }

  async change(organizationId: string, type: ActorType, id: string, f: (present: ActorDefinition) => ActorDefinition): Promise<ActorDefinition | null> {
    return this.store.definitions.change(id, isOwn(organizationId, type), f);
  }

  async remove(organizationId: string, type: ActorType, id: string): Promise<boolean> {
    const { definitions, actors } = this.store;
    if (!definitions.find(id, isOwn(organizationId, type))) return false;
    if (actors.has(({ definitionId }) => definitionId === id)) throw new MoorageError('CONFLICT');
    return definitions.remove(id);
  }
}

const isOwn = (organizationId: string, type: ActorType) => (row: ActorDefinition): boolean => row.type === type && row.organizationId === organizationId;
