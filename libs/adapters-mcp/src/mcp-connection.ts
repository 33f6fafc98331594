import { isPlainObject, TOOL_LIMITS, type ServerSighting, type StageTimings } from '@moorage/domain';
import type { GuardedHttp } from '@moorage/egress';
import { failureOfStatus, type Circumstances } from './classify-failure';
import type { McpAddress } from './mcp-address';
import { readAnswer, type RpcId } from './read-answer';

/** Bytes of one answer: a tool list that is a little too long shall still be told from an answer without an end. */
const ANSWER_BYTES = TOOL_LIMITS.bytes * 1.5;
/** How long the closing words to a server may take. Nobody waits for them. */
const FAREWELL_MS = 2_000;
/** How long streams that have given their answer may take to end, before they are cut. */
const STREAM_END_MS = 250;

/**
 * One attempt to talk to one server in one era: the `fetch` that its SDK uses, what was seen of the server on the way, and the
 * first error, which is preferred to what the SDK makes of it. No stream is kept open for what the server might want to say.
 */
export class McpConnection {
  readonly sighting: ServerSighting = { timings: {} };
  /** What is under way; failures are reported there. */
  stage: Circumstances['stage'] = 'handshake';
  firstError: unknown;
  /** How long an answer may take to begin; when absent, as long as the signal lets it. */
  patienceMs: number | undefined;
  /** The length of all answers so far. */
  answeredBytes = 0;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #streams = new Set<Promise<void>>();
  #inSession = false;

  constructor(
    private readonly http: GuardedHttp,
    readonly address: McpAddress,
    signal: AbortSignal,
  ) {
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  get circumstances(): Circumstances {
    const { url, withCredentials } = this.address;
    return { host: url.host, stage: this.stage, withCredentials, inSession: this.#inSession };
  }

  /** What the SDKs call instead of the global `fetch`. Signals of theirs are not needed: ours covers every wait. */
  readonly fetch = async (_url: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (init.method === 'GET') return new Response(null, { status: 405 });
    try {
      return await this.#exchange(init);
    } catch (error) {
      this.firstError ??= error;
      throw error;
    }
  };

  /** Runs one stage, and notes how long it took when it succeeds; opening connections does not count, it has timings of its own. */
  async timed<T>(name: 'handshakeMs' | 'listToolsMs', work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const opening = this.#openingMs();
    const done = await work();
    this.sighting.timings[name] = rounded(Math.max(0, performance.now() - started - (this.#openingMs() - opening)));
    return done;
  }

  /** Ends the attempt: says goodbye if there is something to say, lets streams end by themselves for a moment, cuts the rest. */
  async leave(goodbye: () => Promise<void>): Promise<void> {
    await Promise.all([goodbye().catch(() => undefined), this.#streamsEnded()]);
    this.#stop.abort();
  }

  async #exchange({ method, headers, body }: RequestInit): Promise<Response> {
    const isDelete = method === 'DELETE';
    const response = await this.http.request(this.address.url, {
      method: isDelete ? 'DELETE' : 'POST',
      headers: { 'user-agent': 'moorage', ...this.address.headers, ...Object.fromEntries(new Headers(headers)) },
      body: typeof body === 'string' ? body : undefined,
      trusted: this.address.trusted,
      signal: isDelete ? AbortSignal.timeout(FAREWELL_MS) : this.#signal,
      maxBytes: ANSWER_BYTES,
      patienceMs: this.patienceMs,
    });
    this.#note(response.timings);
    const id = typeof body === 'string' ? idOfRequest(body) : undefined;
    if (id !== undefined) return this.#answer(response, id);
    await response.body.skip();
    if (response.status > 299 && !isDelete) throw failureOfStatus(response, this.circumstances);
    return new Response(null, { status: 200 });
  }

  async #answer(response: Parameters<typeof readAnswer>[0], id: RpcId): Promise<Response> {
    const { message, end, bytes } = await readAnswer(response, id, this.circumstances);
    this.answeredBytes += bytes;
    this.#streams.add(end);
    void end.finally(() => this.#streams.delete(end));
    const session = response.headers['mcp-session-id'];
    this.#inSession ||= typeof session === 'string';
    return new ReadResponse(message, typeof session === 'string' ? session : undefined);
  }

  #note(timings: StageTimings): void {
    for (const name of ['dnsMs', 'connectMs', 'tlsMs'] as const) {
      const ms = timings[name];
      if (ms !== undefined) this.sighting.timings[name] ??= rounded(ms);
    }
  }

  #openingMs(): number {
    const { dnsMs = 0, connectMs = 0, tlsMs = 0 } = this.sighting.timings;
    return dnsMs + connectMs + tlsMs;
  }

  async #streamsEnded(): Promise<void> {
    if (this.#streams.size === 0) return;
    let impatient: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (impatient = setTimeout(resolve, STREAM_END_MS)));
    await Promise.race([Promise.all(this.#streams), late]);
    clearTimeout(impatient);
  }
}

/** An answer that has been read and parsed already. */
class ReadResponse extends Response {
  constructor(
    private readonly message: unknown,
    session: string | undefined,
  ) {
    super(null, { headers: { 'content-type': 'application/json', ...(session === undefined ? {} : { 'mcp-session-id': session }) } });
  }

  override readonly json = async (): Promise<unknown> => this.message;
}

function idOfRequest(body: string): RpcId | undefined {
  const message: unknown = JSON.parse(body);
  if (!isPlainObject(message) || !('method' in message)) return undefined;
  return typeof message.id === 'string' || typeof message.id === 'number' ? message.id : undefined;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
