import { isPlainObject, REGISTRY_LIMITS, type JsonObject } from '@moorage/domain';
import { ConnectionFailed, type GuardedHttp, type GuardedResponse } from '@moorage/egress';

export interface RegistryPage {
  servers: JsonObject[];
  nextCursor?: string;
}

/** Longest cursor that is sent back. */
const LONGEST_CURSOR = 2_000;

/** Reads one page of the list at `address`. Rejects with a `ConnectionFailed`. */
export async function readPage(http: GuardedHttp, address: URL, cursor: string | undefined, { signal, headers }: { signal: AbortSignal; headers: Record<string, string> }): Promise<RegistryPage> {
  const url = new URL(address);
  if (cursor !== undefined) url.searchParams.set('cursor', cursor);
  const response = await http.request(url, { method: 'GET', headers: { ...headers, accept: 'application/json' }, trusted: false, signal, maxBytes: REGISTRY_LIMITS.pageBytes });
  if (response.status !== 200) throw await refusal(response, url.host);
  return pageIn(parsed(await response.body.text()));
}

async function refusal({ status, headers, body }: GuardedResponse, host: string): Promise<ConnectionFailed> {
  await body.skip();
  if (status === 429) return new ConnectionFailed('RATE_LIMITED_BY_SERVER', { wait: /^\d{1,5}$/.test(String(headers['retry-after'])) ? `${String(headers['retry-after'])} seconds` : 'a minute' });
  return status >= 500 ? new ConnectionFailed('SERVER_ERROR', { status, host }) : notARegistry(`HTTP ${status}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notARegistry('its answer is not JSON');
  }
}

function pageIn(answer: unknown): RegistryPage {
  const { servers, metadata } = isPlainObject(answer) ? answer : {};
  if (!Array.isArray(servers) || !servers.every(isPlainObject)) throw notARegistry('its answer is not a list of servers');
  // Registries from before September 2025 write it with an underscore.
  const { nextCursor, next_cursor: former } = isPlainObject(metadata) ? metadata : {};
  const next = nextCursor ?? former;
  if (next === undefined || next === null || next === '') return { servers: servers as JsonObject[] };
  if (typeof next !== 'string' || next.length > LONGEST_CURSOR) throw notARegistry('it names its next page in a way that nobody can use');
  return { servers: servers as JsonObject[], nextCursor: next };
}

function notARegistry(what: string): ConnectionFailed {
  return new ConnectionFailed('NOT_A_REGISTRY', { what });
}
