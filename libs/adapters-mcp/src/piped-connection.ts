import { isPlainObject } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import type { Transport as Transport2026 } from '@modelcontextprotocol/client';
import { McpConnection, type Confidence, type Transport2025 } from './mcp-connection';
import { PipeTransport, type Pipe, type RpcMessage } from './pipe-transport';
import { answers, parsed, type RpcId } from './read-answer';

/**
 * MCP over a stream that carries the answers to all requests. A request ends with its answer, when nothing more will come, or when
 * time is up. What else the server has to say, be it notices or questions of its own, is passed over.
 */
export abstract class PipedConnection extends McpConnection implements Pipe {
  /** Ids are never used twice, for two connections may share a stream: what comes late for one is no answer to the other. */
  static #lastId = 0;
  readonly #awaited = new Map<RpcId, (message: RpcMessage) => void>();

  protected constructor(
    told: Confidence,
    protected readonly signal: AbortSignal,
  ) {
    super(told);
  }

  /** Opens the stream. */
  abstract open(): Promise<void>;

  /** Settles when nothing more will come, with the reason. Asked for when the stream is open. */
  protected abstract over(): Promise<ConnectionFailed>;

  /** Sends a message on its way. */
  protected abstract post(message: RpcMessage): Promise<void>;

  /** What it means that time has run out. */
  protected abstract late(): ConnectionFailed;

  transport2025(): Transport2025 {
    return new PipeTransport(this);
  }

  transport2026(): Transport2026 {
    return new PipeTransport(this);
  }

  async exchange(message: RpcMessage): Promise<RpcMessage | undefined> {
    try {
      const id = 'method' in message && isRpcId(message.id) ? message.id : undefined;
      if (id === undefined) return await this.inTime(this.post(message)).then(() => undefined);
      const ownId = (PipedConnection.#lastId += 1);
      return { ...checked(await this.#asked(ownId, { ...message, id: ownId })), id };
    } catch (error) {
      this.firstError ??= error;
      throw error;
    }
  }

  /** Takes in a text that has come on the stream; answers whether it is a message. */
  protected receive(text: string): boolean {
    const value = parsed(text);
    const messages = (Array.isArray(value) ? value : [value]).filter(isMessage);
    for (const message of messages) {
      const id = this.#idOf(message);
      const take = id === undefined ? undefined : this.#awaited.get(id);
      if (!take || id === undefined || !answers(message, message.id as RpcId)) continue;
      this.answeredBytes += text.length;
      take(message);
    }
    return messages.length > 0;
  }

  /** `work`, as far as time and the stream allow. */
  protected async inTime<T>(work: Promise<T>, patienceMs?: number): Promise<T> {
    const limits = new AbortController();
    const signal = AbortSignal.any([this.signal, limits.signal]);
    const patience = patienceMs === undefined ? undefined : setTimeout(() => limits.abort(), patienceMs);
    let giveUp = (): void => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(this.signal.reason instanceof ConnectionFailed ? this.signal.reason : this.late());
      signal.addEventListener('abort', giveUp);
      if (signal.aborted) giveUp();
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', giveUp);
    }
  }

  async #asked(id: RpcId, message: RpcMessage): Promise<RpcMessage> {
    const answer = new Promise<RpcMessage>((resolve) => this.#awaited.set(id, resolve));
    const broken = this.over().then((reason) => Promise.reject(reason));
    const sent = this.post(message).then(() => answer);
    try {
      return await this.inTime(Promise.race([sent, answer, broken]), this.patienceMs);
    } finally {
      this.#awaited.delete(id);
      sent.catch(() => undefined);
    }
  }

  /** An error without an id answers the one request that is under way: the server could not read which one it was. */
  #idOf(message: RpcMessage): RpcId | undefined {
    const [only] = this.#awaited.size === 1 ? this.#awaited.keys() : [];
    if (message.id === null && 'error' in message) return only;
    return isRpcId(message.id) ? message.id : undefined;
  }
}

/** What the SDKs would not take for an answer they pass over in silence, and wait on. */
function checked(answer: RpcMessage): RpcMessage {
  const { result, error } = answer;
  const isError = isPlainObject(error) && typeof error.code === 'number' && typeof error.message === 'string';
  if (!isError && !isPlainObject(result)) throw new ConnectionFailed('INVALID_ANSWER');
  return isError ? { jsonrpc: '2.0', error } : { jsonrpc: '2.0', result };
}

function isMessage(value: unknown): value is RpcMessage {
  return isPlainObject(value) && value.jsonrpc === '2.0' && ('method' in value || 'result' in value || 'error' in value);
}

function isRpcId(value: unknown): value is RpcId {
  return typeof value === 'string' || typeof value === 'number';
}
