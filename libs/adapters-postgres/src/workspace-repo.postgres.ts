import { MoorageError, type OffsetPage, type OffsetQuery, type Workspace, type WorkspaceRepo } from '@moorage/domain';
import type { DataSource, EntityManager, Repository } from 'typeorm';
import { changeRow } from './change-row';
import { demandDestination } from './demand-owned';
import { nothingLeft, present, type Mapping } from './mapping';
import { offsetPage } from './offset-page';
import { WorkspaceRow } from './rows/knowledge-rows';
import { takeTurn } from './take-turn';

/** Workspaces in `knowledge.workspaces`; their tags go with them. */
export class PostgresWorkspaceRepo implements WorkspaceRepo {
  private readonly rows: Repository<WorkspaceRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(WorkspaceRow);
  }

  async insert(workspace: Workspace): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await demandDefault(manager, workspace);
      await manager.getRepository(WorkspaceRow).insert(mapping.toRow(workspace));
    });
  }

  async insertFirst(first: Workspace): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { organizationId } = first;
      await takeTurn(manager, 'first-workspaces', organizationId);
      const rows = manager.getRepository(WorkspaceRow);
      if (!(await rows.existsBy({ organizationId }))) await rows.insert(mapping.toRow(first));
    });
  }

  async find(organizationId: string, id: string): Promise<Workspace | null> {
    const row = await this.rows.findOneBy({ organizationId, id });
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, limit, offset }: OffsetQuery): Promise<OffsetPage<Workspace>> {
    return offsetPage(this.rows, { where: { organizationId }, order: 'ASC', limit, offset }, mapping.fromRow);
  }

  async change(organizationId: string, id: string, f: (present: Workspace) => Workspace): Promise<Workspace | null> {
    return changeRow(this.dataSource, WorkspaceRow, { organizationId, id }, mapping, f, demandDefault);
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const all = await lockWorkspaces(manager, organizationId, 'pessimistic_write');
      if (!all.includes(id)) return false;
      if (all.length === 1) throw new MoorageError('CONFLICT');
      await manager.getRepository(WorkspaceRow).delete({ id });
      return true;
    });
  }
}

/**
 * Ids of all workspaces of an organization, locked in one order, so that those who need several of them wait instead of blocking each other:
 * `pessimistic_write` to remove one, `for_no_key_update` to change some while records that refer to them go on.
 */
export async function lockWorkspaces(manager: EntityManager, organizationId: string, mode: 'pessimistic_write' | 'for_no_key_update'): Promise<string[]> {
  const rows = await manager.getRepository(WorkspaceRow).find({ select: { id: true }, where: { organizationId }, order: { id: 'ASC' }, lock: { mode } });
  return rows.map(({ id }) => id);
}

const demandDefault = (manager: EntityManager, { organizationId, defaultDestinationId }: Workspace): Promise<void> =>
  demandDestination(manager, organizationId, defaultDestinationId);

const mapping: Mapping<WorkspaceRow, Workspace> = {
  toRow(workspace) {
    const { id, organizationId, name, dataResidency, defaultDestinationId, oauthCredentials, createdAt, updatedAt, ...rest } = workspace;
    nothingLeft(rest);
    const optional = { dataResidency: dataResidency ?? null, defaultDestinationId: defaultDestinationId ?? null };
    return { id, organizationId, name, oauthCredentials, createdAt, updatedAt, ...optional };
  },
  fromRow(row) {
    const { id, organizationId, name, dataResidency, defaultDestinationId, oauthCredentials, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, name, oauthCredentials, createdAt, updatedAt, ...present({ dataResidency, defaultDestinationId }) };
  },
};
