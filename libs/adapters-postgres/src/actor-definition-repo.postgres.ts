import type { ActorDefinition, ActorDefinitionRepo, ActorType, OffsetPage, OffsetQuery } from '@moorage/domain';
import type { DataSource, Repository } from 'typeorm';
import { changeRow } from './change-row';
import { nothingLeft, present, type Mapping } from './mapping';
import { offsetPage } from './offset-page';
import { preparedRead } from './prepared-read';
import { ActorDefinitionRow } from './rows/knowledge-rows';
import { takeTurn } from './take-turn';
import { visibleDefinitions } from './visible-definitions';

const visibleById = preparedRead('actor-definition-visible-by-id', ActorDefinitionRow, 'id = $1 AND type = $2 AND (organization_id IS NULL OR organization_id = $3)');

/** Definitions of sources and destinations in `knowledge.actor_definitions`. */
export class PostgresActorDefinitionRepo implements ActorDefinitionRepo {
  private readonly rows: Repository<ActorDefinitionRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ActorDefinitionRow);
  }

  async insert(definition: ActorDefinition): Promise<void> {
    await this.rows.insert(mapping.toRow(definition));
  }

  async putWellKnown(definitions: ActorDefinition[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Processes that start together take turns: two that write the same rows in another order would block each other.
      await takeTurn(manager, 'well-known-definitions', '');
      await manager.getRepository(ActorDefinitionRow).upsert(definitions.map(mapping.toRow), ['id']);
    });
  }

  async find(organizationId: string, type: ActorType, id: string): Promise<ActorDefinition | null> {
    const row = await visibleById(this.dataSource, [id, type, organizationId]);
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, type, limit, offset }: OffsetQuery & { type: ActorType }): Promise<OffsetPage<ActorDefinition>> {
    return offsetPage(this.rows, { where: visibleDefinitions(organizationId, { type }), order: 'ASC', limit, offset }, mapping.fromRow);
  }

  async change(organizationId: string, type: ActorType, id: string, f: (present: ActorDefinition) => ActorDefinition): Promise<ActorDefinition | null> {
    return changeRow(this.dataSource, ActorDefinitionRow, { organizationId, type, id }, mapping, f);
  }

  async remove(organizationId: string, type: ActorType, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ organizationId, type, id });
    return affected === 1;
  }
}

const mapping: Mapping<ActorDefinitionRow, ActorDefinition> = {
  toRow(definition) {
    const { organizationId, command, dockerRepository, dockerImageTag, documentationUrl, icon, ...required } = definition;
    const { id, type, name, kind, releaseStage, version, createdAt, updatedAt, ...rest } = required;
    nothingLeft(rest);
    return {
      ...{ id, type, name, kind, releaseStage, version, createdAt, updatedAt },
      organizationId: organizationId ?? null,
      command: command ?? null,
      dockerRepository: dockerRepository ?? null,
      dockerImageTag: dockerImageTag ?? null,
      documentationUrl: documentationUrl ?? null,
      icon: icon ?? null,
    };
  },
  fromRow(row) {
    const { organizationId, command, dockerRepository, dockerImageTag, documentationUrl, icon, ...required } = row;
    const { id, type, name, kind, releaseStage, version, createdAt, updatedAt, ...rest } = required;
    nothingLeft(rest);
    const optional = present({ organizationId, command, dockerRepository, dockerImageTag, documentationUrl, icon });
    return { id, type, name, kind, releaseStage, version, createdAt, updatedAt, ...optional };
  },
};
