import { FixedClock, MemoryUpstreams, type MemoryExchange, type MemoryUpstreamServer } from '@moorage/adapters-memory';
import {
  As2025,
  As2026,
  isRequest,
  isResponse,
  type As2025Settings,
  type Exchange,
  type Failure,
  type JsonObject,
  type RpcId,
  type RpcMessage,
  type RpcRequest,
  type RpcResponse,
  type Upstream,
} from '@moorage/domain';

/** How a scripted server answers one request: a result, or an error; or nothing, because it says what it has to say by itself. */
export type Says = (params: JsonObject, exchange: MemoryExchange, request: RpcRequest) => JsonObject | undefined;

/** One request of a client, from its beginning to its end. */
export interface Call {
  id: RpcId;
  /** All that came, in order. */
  heard: RpcMessage[];
  over: Promise<Failure | null>;
  leave(): void;
  /** The response, once it is over. */
  response(): Promise<RpcResponse>;
  /** The first message of this method, as soon as it is there. */
  told(method: string): Promise<RpcMessage & { id: RpcId; params: JsonObject }>;
}

/** A client that speaks straight to an upstream. */
export class Client {
  private last = 0;

  constructor(readonly upstream: Upstream) {}

  call(method: string, params?: JsonObject, exchange: Partial<Exchange> = {}): Call {
    const id = `client-${(this.last += 1)}`;
    const leaving = new AbortController();
    const heard: RpcMessage[] = [];
    const over = this.upstream.send({ jsonrpc: '2.0', id, method, ...(params && { params }) }, { signal: leaving.signal, onMessage: (message) => heard.push(message), ...exchange });
    const told: Call['told'] = async (wanted) => (await until(() => heard.find((message) => message['method'] === wanted))) as never;
    const response = async () => {
      const failure = await over;
      const last = heard.at(-1);
      if (!last || !isResponse(last) || last.id !== id) throw new Error(`no response: ${JSON.stringify({ failure, heard })}`);
      return last;
    };
    return { id, heard, over, leave: () => leaving.abort(), response, told };
  }

  async result(method: string, params?: JsonObject): Promise<JsonObject> {
    const response = await this.call(method, params).response();
    return response['result'] as JsonObject;
  }

  async error(method: string, params?: JsonObject): Promise<JsonObject> {
    const response = await this.call(method, params).response();
    return response['error'] as JsonObject;
  }

  say(message: JsonObject): Promise<Failure | null> {
    return this.upstream.send({ jsonrpc: '2.0', ...message } as RpcMessage, { signal: new AbortController().signal, onMessage: () => undefined });
  }
}

/** A server that answers as told, and a translator in front of it. */
export class ErasWorld {
  readonly clock = new FixedClock();
  readonly overheard: RpcMessage[] = [];
  readonly server: MemoryUpstreamServer;
  private readonly upstreams = new MemoryUpstreams();
  private hear: (message: RpcMessage) => void = () => undefined;
  private minted = 0;

  constructor(
    private readonly era: '2025' | '2026',
    readonly answers: Record<string, Says>,
    { onMessage, ...script }: { stateful?: boolean; onMessage?: (message: RpcMessage, exchange: MemoryExchange) => void } = {},
  ) {
    this.server = this.upstreams.serve({
      ...script,
      eras: [era],
      onMessage: (message, exchange) => {
        onMessage?.(message, exchange);
        if (isRequest(message)) this.answer(message, exchange);
      },
    });
  }

  as2025(settings: Partial<As2025Settings> = {}): As2025 {
    const onMessage = (message: RpcMessage): void => void this.overheard.push(message);
    return new As2025((hear) => this.open(hear), { clock: this.clock, mint: () => this.mint(), onMessage, ...settings });
  }

  as2026(): As2026 {
    return new As2026((hear) => this.open(hear), { clock: this.clock, mint: () => this.mint() });
  }

  /** Requests of one method that the server has heard. */
  heard(method: string): RpcRequest[] {
    return this.server.heard.filter((message): message is RpcRequest => message['method'] === method);
  }

  /** Says something on the way that was opened last, beside its exchanges, as on a transport with one channel for all. */
  beside(message: JsonObject): void {
    this.hear({ jsonrpc: '2.0', ...message } as RpcMessage);
  }

  private open(hear: (message: RpcMessage) => void): Upstream {
    this.hear = hear;
    return this.upstreams.open(this.server.target, { era: this.era, onMessage: hear });
  }

  private mint(): string {
    return `minted-${(this.minted += 1)}`;
  }

  private answer(request: RpcRequest, exchange: MemoryExchange): void {
    const says = this.answers[request.method];
    const answered = says ? says(request.params ?? {}, exchange, request) : { error: { code: -32601, message: 'Method not found' } };
    if (answered) exchange.say({ jsonrpc: '2.0', id: request.id, ...('error' in answered ? answered : { result: answered }) });
  }
}

/** What `look` finds as soon as it finds something, without time passing. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await Promise.resolve();
  }
  throw new Error('it did not happen');
}

/** Gives everybody who can go on many turns, without time passing. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}
