import { failure, type Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { McpEra } from '../../../model/mcp-target';
import type { RpcMessage } from '../../../model/sessions/rpc';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Exchange } from '../../../ports/upstreams.port';
import { SharedWork } from '../../personal/shared-work';
import type { Peer } from '../protocol/peer';
import type { Opened, OpenSettings, OpenUpstream } from './open-upstream';
import type { UnderWay } from './under-way';

/** How long a server may take to accept what it need not answer. */
const TOLD_MS = 10_000;
/** Of what nobody waits for, this much is on its way at once: a server that asks without end is not answered without end. */
const MOST_TOLD = 50;

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
 * reached anew with what it is now; what is under way on the former session may end there.
 */
export class Link {
  readonly configurationId: string;
  #opened: Opened | undefined;
  #opening: SharedWork<Failure | null> | undefined;
  #resume: LinkState | undefined;
  #listening: { signal: AbortSignal; to?: Opened } | undefined;
  #told = 0;
  /** How many exchanges are under way on each session, also on those that are not used for new ones any more. */
  readonly #used = new Map<Opened, number>();
  readonly #closing = new AbortController();

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

  /** Opens it where it is not, with what the configuration is now, for all who wait: whoever leaves does not end it for the others. */
  async ready(connected: ConnectedConfiguration, signal: AbortSignal): Promise<Failure | null> {
    const present = this.#opened;
    if (present && present.generation === connected.configuration.generation && present.upstream.usable) return null;
    if (signal.aborted || this.#closing.signal.aborted) return failure('CANCELLED');
    if (!this.#opening || this.#opening.over) this.#opening = new SharedWork((over) => this.#reopen(connected, AbortSignal.any([over, this.#closing.signal])));
    const opening = this.#opening;
    try {
      return await opening.wait(signal);
    } catch (error) {
      if (signal.aborted) return failure('CANCELLED');
      throw error;
    } finally {
      if (this.#opening === opening && opening.over) this.#opening = undefined;
    }
  }

  /** As `Upstream.send`, through a session that the server knows. What it may have begun to work on is not sent again. */
  async send(connected: ConnectedConfiguration, message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const unready = await this.ready(connected, exchange.signal);
    if (unready) return unready;
    const used = this.#opened;
    const failed = await this.#through(used, message, exchange);
    if (failed?.code !== 'SESSION_LOST' || exchange.signal.aborted) return failed;
    if (this.#opened === used) await this.#forget();
    return (await this.ready(connected, exchange.signal)) ?? this.#through(this.#opened, message, exchange);
  }

  /** Says something that nobody waits for an answer to; `false` when the server has not taken it, or it is not open. */
  async tell(message: RpcMessage): Promise<boolean> {
    if (!this.isOpen || this.#told >= MOST_TOLD) return false;
    const awaited = this.owner.underWay.begin(TOLD_MS);
    this.#told += 1;
    try {
      return (await this.#through(this.#opened, message, { onMessage: () => undefined, signal: awaited.signal })) === null;
    } finally {
      this.#told -= 1;
      awaited.end();
    }
  }

  /** Hears from now on what the server says by itself, through every session that follows. */
  listen(signal: AbortSignal): void {
    if (this.#listening?.signal !== signal) this.#listening = { signal };
    this.#hear();
  }

  /** Ends it, and the session of the server. May be called again. */
  async close(): Promise<void> {
    await Promise.all(this.#left().map(({ upstream }) => upstream.close()));
  }

  /** Lets go of it; the session of the server stays for whoever goes on with it. */
  async leave(): Promise<void> {
    await Promise.all(this.#left().map(({ upstream }) => upstream.leave()));
  }

  /** What was open, for the last time. */
  #left(): Opened[] {
    this.#closing.abort('closed');
    const left = new Set([...(this.#opened ? [this.#opened] : []), ...this.#used.keys()]);
    this.#opened = undefined;
    return [...left];
  }

  /** A greeting is heard to its end, or its deadline, also when nobody waits for it any more: only then is it known which session is to be ended. */
  async #reopen(connected: ConnectedConfiguration, signal: AbortSignal): Promise<Failure | null> {
    await this.#forget();
    const outcome = await this.open.run(connected, this.owner.peer, { onMessage: (message) => this.owner.onNotice(this, message), signal: new AbortController().signal, ...this.#resumed(connected) });
    if ('failure' in outcome) return outcome.failure;
    if (signal.aborted) {
      // A session that was only to be gone on with is not ended by somebody who did not wait for it.
      await (this.#resume ? outcome.upstream.leave() : outcome.upstream.close());
      return failure('CANCELLED');
    }
    this.#resume = undefined;
    this.#opened = outcome;
    this.#hear();
    await this.owner.onOpened(this);
    return null;
  }

  /** With a session of another generation nobody can go on. */
  #resumed({ configuration }: ConnectedConfiguration): Pick<OpenSettings, 'resume'> {
    if (this.#resume?.generation !== configuration.generation) this.#resume = undefined;
    if (!this.#resume) return {};
    const { era, protocolVersion, sessionId } = this.#resume;
    return { resume: { era, protocolVersion, ...(sessionId !== undefined && { id: sessionId }) } };
  }

  /** Sends by one session, which is not closed before it has the answer. */
  async #through(used: Opened | undefined, message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    if (!used) return failure('CANCELLED');
    this.#used.set(used, (this.#used.get(used) ?? 0) + 1);
    const failed = await used.upstream.send(message, exchange);
    const uses = (this.#used.get(used) ?? 1) - 1;
    if (uses > 0) this.#used.set(used, uses);
    else this.#used.delete(used);
    if (uses === 0 && this.#opened !== used && !this.#closing.signal.aborted) void used.upstream.close();
    return failed;
  }

  /** Nothing new goes to the present session; it ends with the last answer that somebody waits for. */
  async #forget(): Promise<void> {
    const left = this.#opened;
    this.#opened = undefined;
    if (left && !this.#used.has(left)) await left.upstream.close();
  }

  #hear(): void {
    const listening = this.#listening;
    const opened = this.#opened;
    if (!listening || !opened || listening.to === opened || listening.signal.aborted) return;
    listening.to = opened;
    void opened.upstream.listen(listening.signal);
  }
}
