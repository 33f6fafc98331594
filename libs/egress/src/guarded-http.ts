import { ConnectionFailed } from './connection-failed';
import { Dial, type DialSettings } from './dial';
import { endpointOf } from './endpoint';
import type { EgressPolicy } from './egress-policy';
import { failureOfAbort, failureOfError } from './failure-of-error';
import { GuardedBody } from './guarded-body';
import type { GuardedRequest, GuardedResponse } from './guarded-exchange';
import type { Line } from './line';
import { MAX_LINES, OriginPool } from './origin-pool';
import { redirectOf } from './redirect';
import { systemLookup, type Lookup } from './resolve-host';

export interface GuardedHttpOptions {
  lookup?: Lookup;
  /** Certificate authorities, as PEM, that are accepted besides the well-known ones. */
  authorities?: string[];
}

/** How many origins may have kept connections. The one used longest ago goes first. */
const MAX_ORIGINS = 256;
const MAX_REDIRECTS = 5;

/**
 * The way out over HTTP. Every connection goes to an address that the policy has judged, and is used again for at most a minute;
 * connections made for trusted calls serve trusted calls only. Redirects are followed within one origin. Bodies, headers and
 * times are bounded. Every error is a `ConnectionFailed`.
 */
export class GuardedHttp {
  readonly #settings: DialSettings;
  readonly #pools = new Map<string, OriginPool>();

  constructor(policy: EgressPolicy, options: GuardedHttpOptions = {}) {
    this.#settings = { policy, lookup: options.lookup ?? systemLookup, authorities: options.authorities ?? [] };
  }

  /** Sends a request and answers when the headers have come. The body must then be read or skipped. */
  async request(url: URL, request: GuardedRequest): Promise<GuardedResponse> {
    let target = url;
    for (let followed = 0; ; followed += 1) {
      const response = await this.#exchange(target, request);
      const next = redirectOf(response, target, request);
      if (next === null) return response;
      await response.body.skip();
      if (next instanceof ConnectionFailed) throw next;
      if (followed === MAX_REDIRECTS) throw new ConnectionFailed('REDIRECTED', { target: 'one path after another' });
      target = next;
    }
  }

  /** Whether so many requests could go out at once on connections that are open and unused. */
  hasOpen(url: URL, trusted: boolean, count: number): boolean {
    return this.#pools.get(keyOf(url, { trusted }))?.hasOpen(count) ?? false;
  }

  /** Closes all connections, used or not. */
  close(): void {
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  async #exchange(url: URL, request: GuardedRequest): Promise<GuardedResponse> {
    const pool = this.#poolOf(url, request);
    const line = pool.takeAtOnce(request.signal) ?? (await lineOf(pool, url, request));
    try {
      return await this.#send(line, pool, url, request);
    } catch (error) {
      if (request.once || !closedWhileKept(line, error)) throw await this.#explained(line, error, url, request);
    }
    const fresh = pool.takeFresh();
    return this.#send(fresh, pool, url, request).catch(async (error: unknown) => {
      throw await this.#explained(fresh, error, url, request);
    });
  }

  async #send(line: Line, pool: OriginPool, url: URL, request: GuardedRequest): Promise<GuardedResponse> {
    const { signal, maxBytes } = request;
    // Not undici's own signal: that has no effect before the connection is open.
    const cut = () => line.cut();
    const done = (complete: boolean) => {
      signal.removeEventListener('abort', cut);
      if (complete) pool.give(line);
      else pool.drop(line);
    };
    signal.addEventListener('abort', cut);
    try {
      const answer = await this.#answered(line, url, request);
      const encoding = String(answer.headers['content-encoding'] ?? '');
      const body = new GuardedBody(answer.body, encoding, { host: url.host, maxBytes, signal, done });
      return { url, status: answer.statusCode, headers: answer.headers, body, timings: line.timings };
    } catch (error) {
      const { phase } = line;
      done(false);
      throw signal.aborted ? failureOfAbort(signal.reason, phase, url.host) : failureOfError(error, phase, url.host);
    }
  }

  async #answered(line: Line, url: URL, { method, headers, body, signal, patienceMs, onOpen }: GuardedRequest) {
    if (signal.aborted) throw signal.reason;
    const path = url.pathname + url.search;
    let patience: NodeJS.Timeout | undefined;
    const waitNoLonger = () => line.cut(new ConnectionFailed('RESPONSE_TIMEOUT', { host: url.host }));
    const opened = () => {
      if (patienceMs !== undefined) patience = setTimeout(waitNoLonger, patienceMs);
      onOpen?.(line.timings);
    };
    try {
      return await line.send({ path, method, headers: headers['accept-encoding'] === undefined ? { 'accept-encoding': 'gzip', ...headers } : headers, body }, opened);
    } finally {
      clearTimeout(patience);
    }
  }

  /** A connection that is closed at once on plain HTTP may belong to a server that expects TLS: find out by offering it. */
  async #explained(line: Line, error: unknown, url: URL, request: GuardedRequest): Promise<unknown> {
    const unclear = error instanceof ConnectionFailed && error.failure.code === 'CONNECTION_CLOSED' && !line.answered;
    if (!unclear || url.protocol !== 'http:' || request.signal.aborted) return error;
    return (await this.#speaksTls(url, request)) ? new ConnectionFailed('TLS_EXPECTED', { host: url.host }) : error;
  }

  async #speaksTls(url: URL, { trusted, signal }: GuardedRequest): Promise<boolean> {
    const dial = new Dial({ ...endpointOf(url), trusted }, true, this.#settings);
    const giveUp = () => dial.abandon();
    const impatient = setTimeout(giveUp, 1_000);
    signal.addEventListener('abort', giveUp);
    try {
      (await dial.open()).destroy();
      return true;
    } catch (error) {
      // A certificate that is not good enough was shown by a server that speaks TLS.
      return error instanceof ConnectionFailed && error.failure.code.startsWith('CERTIFICATE_');
    } finally {
      clearTimeout(impatient);
      signal.removeEventListener('abort', giveUp);
    }
  }

  #poolOf(url: URL, request: GuardedRequest): OriginPool {
    const key = keyOf(url, request);
    const pool = this.#pools.get(key) ?? new OriginPool(new URL(url.origin), request.trusted, this.#settings, MAX_LINES[request.use ?? 'brief']);
    this.#pools.delete(key);
    this.#pools.set(key, pool);
    if (this.#pools.size > MAX_ORIGINS) this.#forgetOldest();
    return pool;
  }

  #forgetOldest(): void {
    for (const [key, pool] of this.#pools) {
      if (!pool.unused) continue;
      this.#pools.delete(key);
      return pool.close();
    }
  }
}

async function lineOf(pool: OriginPool, url: URL, { signal }: GuardedRequest): Promise<Line> {
  try {
    return await pool.take(signal);
  } catch (reason) {
    throw failureOfAbort(reason, 'queue', url.host);
  }
}

function keyOf(url: URL, { trusted, use = 'brief' }: Pick<GuardedRequest, 'trusted' | 'use'>): string {
  return `${trusted} ${use} ${url.origin}`;
}

/** A kept connection that the server closed just when it was used again is nobody's fault: once more, on a new one. */
function closedWhileKept(line: Line, error: unknown): boolean {
  return line.reused && !line.answered && error instanceof ConnectionFailed && error.failure.code === 'CONNECTION_CLOSED';
}
