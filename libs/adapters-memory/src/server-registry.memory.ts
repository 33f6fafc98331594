import { failure, REGISTRY_LIMITS, type Clock, type Failure, type FailureCode, type JsonObject, type ProbeLimits, type RegistryListing, type RegistryQuery, type ServerRegistry } from '@moorage/domain';
import { copy } from './copy';

/** What a registry in memory is like. */
export interface MemoryRegistry {
  servers: JsonObject[];
  pageSize?: number;
  fault?: 'silent' | 'repeated_cursor' | 'endless_pages' | 'fails_later' | keyof typeof AT_ONCE;
}

/** What faults on the first page are called. */
const AT_ONCE = {
  refused: ['CONNECTION_REFUSED', ''],
  not_found: ['NOT_A_REGISTRY', 'HTTP 404'],
  closed: ['NOT_A_REGISTRY', 'HTTP 401'],
  not_json: ['NOT_A_REGISTRY', 'its answer is not JSON'],
  no_list: ['NOT_A_REGISTRY', 'its answer is not a list of servers'],
  too_large: ['NOT_A_REGISTRY', 'its answer is too large'],
  elsewhere: ['REDIRECTED', ''],
} satisfies Record<string, [FailureCode, string]>;

/** Registries that exist in memory only, by address. */
export class MemoryServerRegistry implements ServerRegistry {
  readonly #registries = new Map<string, MemoryRegistry>();
  /** Pages that were asked for. */
  requests = 0;

  constructor(private readonly clock: Clock) {}

  /** Adds a registry and answers its base address. */
  serve(script: MemoryRegistry): string {
    const origin = `https://registry-${this.#registries.size + 1}.memory.test`;
    this.#registries.set(origin, script);
    return origin;
  }

  async list(query: RegistryQuery, limits: ProbeLimits): Promise<RegistryListing> {
    if (limits.signal?.aborted) return nothing(failure('CANCELLED'));
    const address = URL.canParse(query.url) ? new URL(query.url) : null;
    if (!address || !/^https?:$/.test(address.protocol)) return nothing(failure('ADDRESS_INVALID'));
    const registry = this.#registries.get(address.origin);
    if (!registry) return nothing(failure('HOST_NOT_FOUND', { host: address.host }));
    return copy(await this.#read(registry, query, limits));
  }

  async #read(registry: MemoryRegistry, query: RegistryQuery, { deadlineMs, signal }: ProbeLimits): Promise<RegistryListing> {
    const { fault } = registry;
    this.requests += fault === 'refused' ? 0 : 1;
    if (fault === 'silent') return nothing(await this.clock.wait(deadlineMs, signal).then(() => failure('RESPONSE_TIMEOUT'), () => failure('CANCELLED')));
    if (fault !== undefined && fault in AT_ONCE) return nothing(atOnce(fault as keyof typeof AT_ONCE));
    const listing = listingOf(registry, query);
    this.requests += listing.pages - 1;
    return listing;
  }
}

function atOnce(fault: keyof typeof AT_ONCE): Failure {
  const [code, what] = AT_ONCE[fault];
  return failure(code, { what });
}

function nothing(reason: Failure): RegistryListing {
  return { servers: [], pages: 0, complete: false, failure: reason };
}

function listingOf({ servers, pageSize = Infinity, fault }: MemoryRegistry, { search = '', limit }: RegistryQuery): RegistryListing {
  const matching = servers.filter((each) => nameOf(each).includes(search.toLowerCase()));
  const size = Math.min(pageSize, matching.length) || 1;
  if (fault === 'repeated_cursor') return { servers: matching.slice(0, limit), pages: 1, complete: false, failure: failure('REGISTRY_ENDLESS', { what: 'its pages repeat' }) };
  if (fault === 'fails_later') return { servers: matching.slice(0, Math.min(size, limit)), pages: 1, complete: false, failure: failure('SERVER_ERROR', { status: 500 }) };
  if (fault === 'endless_pages') return endless(matching);
  const taken = matching.slice(0, limit);
  return { servers: taken, pages: Math.max(1, Math.ceil(taken.length / size)), complete: taken.length === matching.length };
}

function endless([server]: JsonObject[]): RegistryListing {
  const what = `it has more than ${REGISTRY_LIMITS.pages} pages`;
  return { servers: server ? Array.from({ length: REGISTRY_LIMITS.pages }, () => server) : [], pages: REGISTRY_LIMITS.pages, complete: false, failure: failure('REGISTRY_ENDLESS', { what }) };
}

function nameOf(entry: JsonObject): string {
  const server = entry['server'];
  const name = typeof server === 'object' && server !== null && !Array.isArray(server) ? server['name'] : entry['name'];
  return String(name).toLowerCase();
}
