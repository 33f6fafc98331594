import type { Actor, ActorQuery, ActorRepo, ActorType, OffsetPage } from '@moorage/domain';
import type { DataSource, FindOptionsWhere, Repository } from 'typeorm';
import { changeRow } from './change-row';
import { demandWorkspace } from './demand-owned';
import { demandRow } from './demand-row';
import { nothingLeft, type Mapping } from './mapping';
import { offsetPage } from './offset-page';
import { preparedRead } from './prepared-read';
import { ActorDefinitionRow, ActorRow } from './rows/knowledge-rows';
import { visibleDefinitions } from './visible-definitions';
import { lockWorkspaces } from './workspace-repo.postgres';

const ownById = preparedRead('actor-own-by-id', ActorRow, 'id = $1 AND organization_id = $2 AND type = $3');

/** Sources and destinations in `knowledge.actors`; the kept catalog of a source goes with it. */
export class PostgresActorRepo implements ActorRepo {
  private readonly rows: Repository<ActorRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ActorRow);
  }

  async insert(actor: Actor): Promise<void> {
    const { organizationId, type, workspaceId, definitionId } = actor;
    await this.dataSource.transaction(async (manager) => {
      await demandWorkspace(manager, organizationId, workspaceId);
      await demandRow(manager, ActorDefinitionRow, visibleDefinitions(organizationId, { type, id: definitionId }), 'CONNECTOR_DEFINITION_NOT_FOUND');
      await manager.getRepository(ActorRow).insert(mapping.toRow(actor));
    });
  }

  async find(organizationId: string, type: ActorType, id: string): Promise<Actor | null> {
    const row = await ownById(this.dataSource, [id, organizationId, type]);
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, type, workspaceId, definitionId, limit, offset }: ActorQuery): Promise<OffsetPage<Actor>> {
    const where: FindOptionsWhere<ActorRow> = {
      ...{ organizationId, type },
      ...(workspaceId !== undefined && { workspaceId }),
      ...(definitionId !== undefined && { definitionId }),
    };
    return offsetPage(this.rows, { where, order: 'DESC', limit, offset }, mapping.fromRow);
  }

  async change(organizationId: string, type: ActorType, id: string, f: (present: Actor) => Actor): Promise<Actor | null> {
    return changeRow(this.dataSource, ActorRow, { organizationId, type, id }, mapping, f);
  }

  async remove(organizationId: string, type: ActorType, id: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      // Whoever makes it the default holds its workspace and then wants the destination; in the other order both would wait forever.
      if (type === 'destination') await lockWorkspaces(manager, organizationId, 'for_no_key_update');
      const { affected } = await manager.getRepository(ActorRow).delete({ organizationId, type, id });
      return affected === 1;
    });
  }
}

const mapping: Mapping<ActorRow, Actor> = {
  toRow(actor) {
    const { id, organizationId, workspaceId, type, definitionId, name, configuration, createdAt, updatedAt, ...rest } = actor;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, type, definitionId, name, configuration, createdAt, updatedAt };
  },
  fromRow(row) {
    const { id, organizationId, workspaceId, type, definitionId, name, configuration, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, type, definitionId, name, configuration, createdAt, updatedAt };
  },
};
