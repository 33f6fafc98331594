import { failure, REGISTRY_LIMITS, type Failure, type JsonObject, type ProbeLimits, type RegistryListing, type RegistryQuery, type ServerRegistry } from '@moorage/domain';
import { ConnectionFailed, type GuardedHttp } from '@moorage/egress';
import { withinLimits } from '../within-limits';
import { readPage } from './read-page';

/** Reads registries over HTTP, through the one way out. */
export class HttpServerRegistry implements ServerRegistry {
  constructor(private readonly http: GuardedHttp) {}

  list(query: RegistryQuery, limits: ProbeLimits): Promise<RegistryListing> {
    const { traceparent } = limits;
    return withinLimits(limits, (signal) => this.#pages(query, { signal, headers: traceparent === undefined ? {} : { traceparent } }));
  }

  async #pages(query: RegistryQuery, call: { signal: AbortSignal; headers: Record<string, string> }): Promise<RegistryListing> {
    const servers: JsonObject[] = [];
    const seen = new Set<string>();
    let pages = 0;
    try {
      const address = listAddress(query);
      for (let cursor: string | undefined; ; ) {
        const page = await readPage(this.http, address, cursor, call);
        pages += 1;
        const room = query.limit - servers.length;
        servers.push(...page.servers.slice(0, room));
        cursor = page.nextCursor;
        if (cursor === undefined || page.servers.length > room || servers.length === query.limit) return { servers, pages, complete: cursor === undefined && page.servers.length <= room };
        assertNew(cursor, seen, pages);
      }
    } catch (error) {
      return { servers, pages, complete: false, failure: failureOf(error) };
    }
  }
}

/** The address of the newest versions, whether the list or the registry was entered. */
function listAddress({ url, search, limit }: RegistryQuery): URL {
  if (!URL.canParse(url)) throw new ConnectionFailed('ADDRESS_INVALID');
  const address = new URL(url);
  if (!/^https?:$/.test(address.protocol)) throw new ConnectionFailed('ADDRESS_INVALID');
  if (!/\/servers\/?$/.test(address.pathname)) address.pathname = `${address.pathname.replace(/\/+$/, '')}/v0.1/servers`;
  const parameters = { version: 'latest', limit: String(Math.min(limit, 100)), ...(search !== undefined && { search }) };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  address.hash = '';
  return address;
}

function assertNew(cursor: string, seen: Set<string>, pages: number): void {
  if (seen.has(cursor)) throw new ConnectionFailed('REGISTRY_ENDLESS', { what: 'its pages repeat' });
  if (pages >= REGISTRY_LIMITS.pages) throw new ConnectionFailed('REGISTRY_ENDLESS', { what: `it has more than ${REGISTRY_LIMITS.pages} pages` });
  seen.add(cursor);
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ConnectionFailed)) return failure('UNEXPECTED', {}, 'http');
  const { failure: found } = error;
  return found.code === 'ANSWER_TOO_LARGE' ? failure('NOT_A_REGISTRY', { what: 'its answer is too large' }) : found;
}

