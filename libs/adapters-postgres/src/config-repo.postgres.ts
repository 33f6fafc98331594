import { type Configuration, type ConfigQuery, type ConfigRepo, type ConfigScope, type ConnectedConfiguration, type HealthNote, type JsonObject } from '@moorage/domain';
import { And, LessThan, Raw, type DataSource, type FindOperator, type FindOptionsWhere, type Repository } from 'typeorm';
import { changeRow } from './change-row';
import { connectorMapping } from './connector-repo.postgres';
import { GatheredRead, type KeyedRead } from './gathered-read';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { ownedBy, ownerIn, ownIn, ownKeys } from './owned-rows';
import { everyColumn } from './prepared-read';
import { recordHealth } from './record-health';
import { ConfigurationRow, ConnectorRow, type JsonColumn } from './rows/personal-rows';

const OWN: KeyedRead = { name: 'configuration-own-by-id', columns: everyColumn(ConfigurationRow), from: 'personal.configurations', where: ownIn('configurations') };

/** Before the names of columns of the definition, where it is read along. */
const USED = 'used.';

const OWN_WITH_CONNECTOR: KeyedRead = {
  name: 'configuration-own-with-connector',
  columns: `${everyColumn(ConfigurationRow)}, ${everyColumn(ConnectorRow, USED)}`,
  from: `personal.configurations LEFT JOIN personal.connectors ON connectors.id = personal_connector_id
    AND (connectors.organization_id IS NULL OR connectors.organization_id = configurations.organization_id AND (visibility = 'organization' OR created_by = owner_id))`,
  where: ownIn('configurations'),
};

/** Configurations in `personal.configurations`. */
export class PostgresConfigRepo implements ConfigRepo {
  private readonly rows: Repository<ConfigurationRow>;
  private readonly own: GatheredRead<ConfigurationRow>;
  private readonly ownWithConnector: GatheredRead<object>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ConfigurationRow);
    this.own = new GatheredRead(dataSource, OWN);
    this.ownWithConnector = new GatheredRead(dataSource, OWN_WITH_CONNECTOR);
  }

  async insert(configuration: Configuration): Promise<void> {
    await this.rows.insert(mapping.toRow(configuration));
  }

  async find(scope: ConfigScope, id: string): Promise<Configuration | null> {
    const row = await this.own.find(ownKeys(scope, id));
    return row && mapping.fromRow(row);
  }

  async findWithConnector(scope: ConfigScope, id: string): Promise<ConnectedConfiguration | null> {
    const row = await this.ownWithConnector.find(ownKeys(scope, id));
    return row && connected(row);
  }

  async list(query: ConfigQuery): Promise<{ items: Configuration[]; hasMore: boolean }> {
    const { personalConnectorId, enabled, healthStatus, metadata = {}, after, limit } = query;
    const pairs = Object.entries(metadata).map(holds);
    const where: FindOptionsWhere<ConfigurationRow> = {
      ...ownedBy(query),
      ...(personalConnectorId !== undefined && { personalConnectorId }),
      ...(enabled !== undefined && { enabled }),
      ...(healthStatus && { healthStatus }),
      ...(pairs.length > 0 && { metadata: And(...pairs) }),
      ...(after !== undefined && { id: LessThan(after) }),
    };
    return listPage(this.rows, { where, order: 'DESC', limit }, mapping.fromRow);
  }

  async change(scope: ConfigScope, id: string, f: (present: Configuration) => Configuration): Promise<Configuration | null> {
    return changeRow(this.dataSource, ConfigurationRow, { id, ...ownedBy(scope) }, mapping, f);
  }

  async remove(scope: ConfigScope, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ id, ...ownedBy(scope) });
    return affected === 1;
  }

  async recordHealth(note: HealthNote): Promise<boolean> {
    return recordHealth(this.dataSource, note);
  }

  async countByConnector(connectorId: string): Promise<number> {
    return this.rows.countBy({ personalConnectorId: connectorId });
  }

  async renewByConnector(connectorId: string, at: Date): Promise<string[]> {
    const renewed = { generation: () => 'generation + 1', healthStatus: 'unknown', lastError: null, era: null, updatedAt: at } as const;
    const update = this.rows.createQueryBuilder().update().set(renewed).where({ personalConnectorId: connectorId });
    return idsIn(await update.returning('id').execute());
  }

  async countByOwner(scope: ConfigScope): Promise<number> {
    return this.rows.countBy(ownedBy(scope));
  }

  async removeByOwner(scope: ConfigScope): Promise<string[]> {
    return idsIn(await this.rows.createQueryBuilder().delete().where(ownedBy(scope)).returning('id').execute());
  }
}

/** Names of parameters must differ within one query, hence the position. */
function holds([name, value]: [string, string], position: number): FindOperator<JsonColumn> {
  return Raw<JsonColumn>((metadata) => `${metadata} ->> :name${position} = :value${position}`, { [`name${position}`]: name, [`value${position}`]: value });
}

function idsIn(result: { raw: { id: string }[] }): string[] {
  return result.raw.map(({ id }) => id);
}

const mapping: Mapping<ConfigurationRow, Configuration> = {
  toRow(configuration) {
    const { organizationId, owner, credentials, description, lastSyncAt, lastError, tools, era, ...others } = configuration;
    const { id, personalConnectorId, name, configuration: values, metadata, enabled, generation, healthStatus, createdAt, updatedAt, ...rest } = others;
    nothingLeft(rest);
    return {
      ...ownedBy({ organizationId, owner }),
      ...{ id, personalConnectorId, name, configuration: values, metadata, enabled, generation, healthStatus, createdAt, updatedAt },
      ...credentialColumns(credentials),
      description: description ?? null,
      lastSyncAt: lastSyncAt ?? null,
      lastError: lastError ?? null,
      tools: tools ?? null,
      era: era ?? null,
    };
  },
  fromRow(row) {
    const { ownerKind, ownerId, credentialsType, credentialsEnvelope, credentialsOrigin, credentialsUpdatedAt, ...others } = row;
    const { description, lastSyncAt, lastError, tools, era, ...required } = others;
    const { id, organizationId, personalConnectorId, name, configuration, metadata, enabled, generation, healthStatus, createdAt, updatedAt, ...rest } = required;
    nothingLeft(rest);
    return {
      ...{ id, organizationId, owner: ownerIn({ ownerKind, ownerId }), personalConnectorId, name, enabled, generation, healthStatus, createdAt, updatedAt },
      configuration: configuration as JsonObject,
      metadata: metadata as JsonObject,
      ...credentialsIn({ credentialsType, credentialsEnvelope, credentialsOrigin, credentialsUpdatedAt }),
      ...present({ description, lastSyncAt, lastError, tools, era }),
    };
  },
};

/** Takes a row of both apart. */
function connected(row: object): ConnectedConfiguration {
  const entries = Object.entries(row);
  const isUsed = ([name]: [string, unknown]): boolean => name.startsWith(USED);
  const own = Object.fromEntries(entries.filter((entry) => !isUsed(entry))) as unknown as ConfigurationRow;
  const used = Object.fromEntries(entries.filter(isUsed).map(([name, value]) => [name.slice(USED.length), value])) as unknown as ConnectorRow | { id: null };
  return { configuration: mapping.fromRow(own), connector: used.id === null ? null : connectorMapping.fromRow(used) };
}

type CredentialColumns = Pick<ConfigurationRow, 'credentialsType' | 'credentialsEnvelope' | 'credentialsOrigin' | 'credentialsUpdatedAt'>;

function credentialColumns(credentials: Configuration['credentials']): CredentialColumns {
  if (!credentials) return { credentialsType: null, credentialsEnvelope: null, credentialsOrigin: null, credentialsUpdatedAt: null };
  const { type, envelope, origin, updatedAt, ...rest } = credentials;
  nothingLeft(rest);
  return { credentialsType: type, credentialsEnvelope: envelope, credentialsOrigin: origin, credentialsUpdatedAt: updatedAt };
}

/** A check of the table sees to it that the four columns are set together. */
function credentialsIn(columns: CredentialColumns): Pick<Configuration, 'credentials'> {
  const { credentialsType: type, credentialsEnvelope: envelope, credentialsOrigin: origin, credentialsUpdatedAt: updatedAt } = columns;
  return type && envelope && origin !== null && updatedAt ? { credentials: { type, envelope, origin, updatedAt } } : {};
}
