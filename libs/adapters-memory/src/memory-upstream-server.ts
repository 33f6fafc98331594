import { failure, isRequest, Secret, type Failure, type FailureCode, type McpEra, type McpTarget, type RpcMessage } from '@moorage/domain';

/** One message that a server in memory has heard, and the ways to answer. What is said when nobody listens any more is lost. */
export interface MemoryExchange {
  /** Says something in answer: notifications and requests of the server, and last the response. */
  say(message: RpcMessage): void;
  /** Says something on the standing stream of the same session. */
  notify(message: RpcMessage): void;
  /** Aborted when the client waits no longer. */
  signal: AbortSignal;
  /** The session that the message belongs to, where there are sessions. */
  sessionId: string | undefined;
  headers: Record<string, string>;
  traceparent: string | undefined;
}

/** What a server in memory is like. May be changed while it runs. */
export interface MemoryUpstreamScript {
  /** The eras it speaks; `2025` when absent. */
  eras?: McpEra[];
  /** Whether it issues session ids, and wants them, where the era knows them; it does when absent. */
  stateful?: boolean;
  /** Why nobody can talk to it; it works when absent. */
  fault?: FailureCode;
  /** Hears every message that a client sends. What it throws is a server that breaks off without an answer. */
  onMessage(message: RpcMessage, exchange: MemoryExchange): void | Promise<void>;
}

/** Hears what is said on the standing stream of one session. */
export interface MemoryListener {
  sessionId: string | undefined;
  hear(message: RpcMessage): void;
  /** The server has ended the stream. */
  end(): void;
}

/** An MCP server in memory: its script, its sessions, and who listens to it. */
export class MemoryUpstreamServer {
  readonly target: McpTarget;
  /** All that clients have sent, in order. */
  readonly heard: RpcMessage[] = [];
  /** Ids of the sessions that are open. */
  readonly sessions = new Set<string>();
  readonly #listeners = new Set<MemoryListener>();
  #issued = 0;

  constructor(
    readonly host: string,
    readonly script: MemoryUpstreamScript,
  ) {
    this.target = { serverType: 'http', url: Secret.of(`https://${host}/mcp`), headers: {}, trustedAddress: false };
  }

  /** How many standing streams are open. */
  get streams(): number {
    return this.#listeners.size;
  }

  /** Says something on the standing streams: of one session, or of all. */
  notify(message: RpcMessage, sessionId?: string): void {
    for (const listener of [...this.#listeners]) if (sessionId === undefined || listener.sessionId === sessionId) listener.hear(message);
  }

  /** Forgets a session, or all, as a server does that starts anew. */
  forget(sessionId?: string): void {
    for (const id of [...this.sessions]) if (sessionId === undefined || id === sessionId) this.sessions.delete(id);
  }

  /** Ends the standing streams, and takes new ones again. */
  hangUp(): void {
    for (const { end } of [...this.#listeners]) end();
  }

  /** Why nobody can talk to it. */
  refusal(): Failure | null {
    const { fault } = this.script;
    return fault === undefined ? null : failure(fault, { host: this.host });
  }

  /** Why a message is not even heard, or the session that it belongs to; an `initialize` opens one where there are sessions. */
  admit(message: RpcMessage, era: McpEra, sessionId: string | undefined): { refusal: Failure } | { sessionId: string | undefined } {
    const { eras = ['2025'], stateful = true } = this.script;
    const refusal = this.refusal();
    if (refusal) return { refusal };
    if (!eras.includes(era)) return { refusal: failure('REQUEST_REFUSED', { status: 400 }) };
    if (!stateful || era !== '2025') return { sessionId: undefined };
    if (isRequest(message) && message.method === 'initialize') return { sessionId: this.#newSession() };
    if (sessionId === undefined) return { refusal: failure('REQUEST_REFUSED', { status: 400 }) };
    return this.sessions.has(sessionId) ? { sessionId } : { refusal: failure('SESSION_LOST') };
  }

  async hear(message: RpcMessage, exchange: MemoryExchange): Promise<void> {
    this.heard.push(message);
    await this.script.onMessage(message, exchange);
  }

  add(listener: MemoryListener): void {
    this.#listeners.add(listener);
  }

  remove(listener: MemoryListener): void {
    this.#listeners.delete(listener);
  }

  #newSession(): string {
    const id = `session-${(this.#issued += 1)}-of-${this.host}`;
    this.sessions.add(id);
    return id;
  }
}

/** What it means that a script has thrown. */
export function failedToAnswer({ host }: MemoryUpstreamServer): Failure {
  return failure('CONNECTION_CLOSED', { host });
}
