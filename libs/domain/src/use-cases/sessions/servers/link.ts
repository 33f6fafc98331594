import type { Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { McpEra } from '../../../model/mcp-target';
import type { RpcMessage } from '../../../model/sessions/rpc';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Exchange } from '../../../ports/upstreams.port';
import type { Opened, OpenUpstream } from './open-upstream';
import type { Peer } from '../protocol/peer';
import type { UnderWay } from './under-way';

/** How long a server may take to accept what it need not answer. */
const TOLD_MS = 10_000;

/** What another process needs to go on with an upstream session. */
export interface LinkState {
  generation: number;
  era: McpEra;
  protocolVersion: string;
  sessionId?: string;
}

/** Whoever holds links: one assistant. */
export interface LinkOwner {
  readonly peer: Peer;
  readonly underWay: UnderWay;
  /** Something that belongs to no exchange was heard on a link. */
  onNotice(link: Link, message: RpcMessage): void;
  /** A link was opened, or opened anew: what the server is to know of this assistant is to be said again. */
  onOpened(link: Link): Promise<void>;
}

/**
 * The way from one assistant to the server of one of its configurations: one upstream session, opened when it is first needed. A server that has
 * forgotten the session gets a new one, once for all who notice, and nobody else learns of it. A configuration that was changed is left and
 * reached anew with what it is now.
 */
export class Link {
  readonly configurationId: string;
  #opened: Opened | undefined;
  #opening: Promise<Failure | null> | undefined;
  #resume: LinkState | undefined;
  #listening: { signal: AbortSignal; to?: Opened } | undefined;
  #closed = false;

  constructor(
    private readonly open: OpenUpstream,
    private readonly owner: LinkOwner,
    connected: ConnectedConfiguration,
    resume?: LinkState,
  ) {
    this.configurationId = connected.configuration.id;
    this.#resume = resume;
  }

  /** The result of the server's `initialize`, where it was asked here. */
  get greeting(): JsonObject | undefined {
    return this.#opened?.greeting;
  }

  get era(): McpEra | undefined {
    return this.#opened?.era;
  }

  /** What a client has to show that goes on with a call which waits here. */
  get requestState(): string | undefined {
    return this.#opened?.upstream.requestState;
  }

  /** Whether a call waits for a client that shows this. */
  holds(requestState: string): boolean {
    return this.#opened?.upstream.holds?.(requestState) ?? false;
  }

  /** Whether it leads somewhere at present. */
  get isOpen(): boolean {
    return this.#opened?.upstream.usable === true;
  }

  /** Whether others may use it, too: the server keeps nothing of whoever asks between two requests. */
  get isShareable(): boolean {
    if (!this.#opened || this.requestState !== undefined) return false;
    const { era, serverType, upstream } = this.#opened;
    return era === '2026' || (era === '2025' && serverType === 'http' && upstream.sessionId === undefined);
  }

  get state(): LinkState | undefined {
    if (!this.#opened) return this.#resume;
    const { generation, era, protocolVersion, upstream } = this.#opened;
    return { generation, era, protocolVersion, ...(upstream.sessionId !== undefined && { sessionId: upstream.sessionId }) };
  }

  /** Opens it where it is not, with what the configuration is now. */
  async ready(connected: ConnectedConfiguration, signal: AbortSignal): Promise<Failure | null> {
    const present = this.#opened;
    if (present && present.generation === connected.configuration.generation && present.upstream.usable) return null;
    this.#opening ??= this.#reopen(connected, signal).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** As `Upstream.send`, through a session that the server knows. What it may have begun to work on is not sent again. */
  async send(connected: ConnectedConfiguration, message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const unready = await this.ready(connected, exchange.signal);
    if (unready) return unready;
    const used = this.#opened as Opened;
    const failed = await used.upstream.send(message, exchange);
    if (failed?.code !== 'SESSION_LOST' || exchange.signal.aborted) return failed;
    if (this.#opened === used) await this.#forget();
    const again = await this.ready(connected, exchange.signal);
    return again ?? (this.#opened as Opened).upstream.send(message, exchange);
  }

  /** Says something that nobody waits for an answer to; nothing happens where it is not open. */
  async tell(message: RpcMessage): Promise<void> {
    const upstream = this.#opened?.upstream;
    if (!upstream?.usable) return;
    const awaited = this.owner.underWay.begin(TOLD_MS);
    await upstream.send(message, { onMessage: () => undefined, signal: awaited.signal });
    awaited.end();
  }

  /** Hears from now on what the server says by itself, through every session that follows. */
  listen(signal: AbortSignal): void {
    if (this.#listening?.signal !== signal) this.#listening = { signal };
    this.#hear();
  }

  /** Ends it, and the session of the server. May be called again. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    await this.#forget();
  }

  /** Lets go of it; the session of the server stays for whoever goes on with it. */
  async leave(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    const left = this.#opened;
    this.#opened = undefined;
    await left?.upstream.leave();
  }

  async #reopen(connected: ConnectedConfiguration, signal: AbortSignal): Promise<Failure | null> {
    await this.#forget();
    const resume = this.#resume?.generation === connected.configuration.generation ? this.#resume : undefined;
    this.#resume = undefined;
    const { sessionId, ...known } = resume ?? {};
    const settings = { onMessage: (message: RpcMessage) => this.owner.onNotice(this, message), signal };
    const outcome = await this.open.run(connected, this.owner.peer, { ...settings, ...(resume && { resume: { era: resume.era, protocolVersion: resume.protocolVersion, ...known, ...(sessionId !== undefined && { id: sessionId }) } }) });
    if ('failure' in outcome) return outcome.failure;
    this.#opened = outcome;
    if (this.#closed) await this.#forget();
    this.#hear();
    await this.owner.onOpened(this);
    return null;
  }

  async #forget(): Promise<void> {
    const left = this.#opened;
    this.#opened = undefined;
    await left?.upstream.close();
  }

  #hear(): void {
    const listening = this.#listening;
    const opened = this.#opened;
    if (!listening || !opened || listening.to === opened || listening.signal.aborted) return;
    listening.to = opened;
    void opened.upstream.listen(listening.signal);
  }
}
