import { ownerKey } from '../../model/caller';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo, ConfigScope, ConnectedConfiguration } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';

/** How long what was read is believed when no hint comes: a lost hint costs no more. */
const BELIEVED_MS = 2_000;
const PAGE = 100;
/** More than one person has; the rest is not served. */
const MOST_PAGES = 5;
const MOST_KNOWN = 10_000;

interface Known<T> {
  at: number;
  value: Promise<T>;
}

/**
 * The configurations that assistants are being served from, read once for the many requests of a moment. Whoever changes one says so to every
 * instance, which then forgets what it knows of it.
 */
export class KnownConfigurations {
  readonly #ones = new Map<string, Known<ConnectedConfiguration | null>>();
  readonly #alls = new Map<string, Known<ConnectedConfiguration[]>>();

  constructor(
    private readonly configs: ConfigRepo,
    private readonly connectors: ConnectorRepo,
    private readonly clock: Clock,
  ) {}

  /** The configuration of this scope with its definition, or `null`. */
  one(scope: ConfigScope, id: string): Promise<ConnectedConfiguration | null> {
    return this.#read(this.#ones, `${scope.organizationId} ${ownerKey(scope.owner)} ${id}`, () => this.configs.findWithConnector(scope, id));
  }

  /** All, oldest first, also those that are switched off. */
  all(scope: ConfigScope): Promise<ConnectedConfiguration[]> {
    return this.#read(this.#alls, `${scope.organizationId} ${ownerKey(scope.owner)}`, () => this.#allOf(scope));
  }

  /** Forgets what is known of these, and who has which. */
  forget(configurationIds: string[]): void {
    for (const key of this.#ones.keys()) if (configurationIds.some((id) => key.endsWith(` ${id}`))) this.#ones.delete(key);
    this.#alls.clear();
  }

  #read<T>(known: Map<string, Known<T>>, key: string, read: () => Promise<T>): Promise<T> {
    const now = this.clock.now().getTime();
    const found = known.get(key);
    if (found && now - found.at < BELIEVED_MS) return found.value;
    if (known.size >= MOST_KNOWN) known.clear();
    const value = read();
    value.catch(() => known.delete(key));
    known.set(key, { at: now, value });
    return value;
  }

  async #allOf(scope: ConfigScope): Promise<ConnectedConfiguration[]> {
    const found: ConnectedConfiguration[] = [];
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { items, hasMore } = await this.configs.list({ ...scope, limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...(await Promise.all(items.map(async (configuration) => ({ configuration, connector: await this.#connectorOf(scope, configuration.personalConnectorId) })))));
      if (!hasMore) break;
      after = items.at(-1)?.id;
    }
    return found.filter(({ connector }) => connector !== null).reverse();
  }

  #connectorOf({ organizationId, owner }: ConfigScope, id: string): Promise<ConnectedConfiguration['connector']> {
    return this.connectors.find({ organizationId, ownerId: ownerKey(owner) }, id);
  }
}
