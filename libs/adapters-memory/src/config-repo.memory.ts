import { ownerKey, type ConfigQuery, type ConfigRepo, type ConfigScope, type Configuration, type ConnectedConfiguration, type ConnectorRepo, type HealthNote } from '@moorage/domain';
import { MemoryCheckLog } from './check-log.memory';
import { MemoryConnectorRepo } from './connector-repo.memory';
import { MemoryTable, type Page } from './memory-table';
import { ownedBy } from './owned-by';

export class MemoryConfigRepo implements ConfigRepo {
  readonly #table = new MemoryTable<Configuration>();

  constructor(
    private readonly checks = new MemoryCheckLog(),
    private readonly connectors: ConnectorRepo = new MemoryConnectorRepo(),
  ) {}

  async insert(configuration: Configuration): Promise<void> {
    this.#table.insert(configuration);
  }

  async find(scope: ConfigScope, id: string): Promise<Configuration | null> {
    return this.#table.find(id, ownedBy(scope));
  }

  async findWithConnector(scope: ConfigScope, id: string): Promise<ConnectedConfiguration | null> {
    const configuration = await this.find(scope, id);
    if (!configuration) return null;
    const { organizationId, owner, personalConnectorId } = configuration;
    return { configuration, connector: await this.connectors.find({ organizationId, ownerId: ownerKey(owner) }, personalConnectorId) };
  }

  async list(query: ConfigQuery): Promise<Page<Configuration>> {
    return this.#table.page('descending', (row) => ownedBy(query)(row) && matches(row, query), query);
  }

  async change(scope: ConfigScope, id: string, f: (present: Configuration) => Configuration): Promise<Configuration | null> {
    return this.#table.change(id, ownedBy(scope), f);
  }

  async remove(scope: ConfigScope, id: string): Promise<boolean> {
    return this.#table.remove(id, ownedBy(scope));
  }

  async recordHealth(note: HealthNote): Promise<boolean> {
    const { check, generation } = note;
    const isPresent = (row: Configuration): boolean => row.generation === generation && !isLater(row.lastSyncAt, check.at);
    return this.#table.change(check.configurationId, isPresent, (row) => (this.checks.append(check), noted(row, note))) !== null;
  }

  async countByConnector(connectorId: string): Promise<number> {
    return this.#table.where(uses(connectorId)).length;
  }

  async renewByConnector(connectorId: string, at: Date): Promise<string[]> {
    return this.#table.where(uses(connectorId)).map(({ lastError: _lastError, era: _era, ...row }) => {
      this.#table.put({ ...row, generation: row.generation + 1, healthStatus: 'unknown', updatedAt: at });
      return row.id;
    });
  }

  async countByOwner(scope: ConfigScope): Promise<number> {
    return this.#table.where(ownedBy(scope)).length;
  }

  async removeByOwner(scope: ConfigScope): Promise<string[]> {
    const ids = this.#table.where(ownedBy(scope)).map(({ id }) => id);
    return ids.filter((id) => this.#table.remove(id));
  }
}

const uses = (connectorId: string) => (row: Configuration): boolean => row.personalConnectorId === connectorId;

function matches(row: Configuration, { personalConnectorId, enabled, healthStatus, metadata = {} }: ConfigQuery): boolean {
  const same = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual;
  const pairs = Object.entries(metadata);
  return (
    same(personalConnectorId, row.personalConnectorId) &&
    same(enabled, row.enabled) &&
    same(healthStatus, row.healthStatus) &&
    pairs.every(([key, text]) => Object.hasOwn(row.metadata, key) && String(row.metadata[key]) === text)
  );
}

function isLater(stored: Date | undefined, at: Date): boolean {
  return stored !== undefined && stored > at;
}

function noted({ lastError: _lastError, ...row }: Configuration, { check: { status, at, failure }, era }: HealthNote): Configuration {
  return { ...row, healthStatus: status, lastSyncAt: at, updatedAt: at, ...(failure && { lastError: failure.message }), ...(era && { era }) };
}
