import { isResponse, type Exchange, type Failure, type JsonObject, type McpTarget, type RpcId, type RpcMessage, type Upstream, type UpstreamSettings } from '@moorage/domain';
import type { UpstreamsHarness } from './talking-server';

const CLIENT = { name: 'contract', version: '1.0.0' };
const CAPABILITIES = { roots: {} };

/** What came of one message. */
export interface Said {
  failure: Failure | null;
  /** All that was heard, in order. */
  heard: RpcMessage[];
  /** The response among it. */
  answer: RpcMessage | undefined;
}

/** One client of a talking server, which remembers what it hears. */
export class Talk {
  /** What belonged to no exchange. */
  readonly overheard: RpcMessage[] = [];
  onOverheard: (message: RpcMessage) => void = () => undefined;
  readonly upstream: Upstream;
  /** Of the last request. */
  lastId = 0;

  constructor(
    private readonly harness: UpstreamsHarness,
    target: McpTarget,
    settings: Partial<UpstreamSettings> = {},
  ) {
    this.upstream = harness.port.open(target, { era: harness.manners.era, onMessage: (message) => void (this.overheard.push(message), this.onOverheard(message)), ...settings });
  }

  /** With the opening words of its era said. */
  static async opened(harness: UpstreamsHarness, target: McpTarget): Promise<Talk> {
    const talk = new Talk(harness, target);
    await talk.greet();
    return talk;
  }

  async greet(): Promise<Said | undefined> {
    if (this.harness.manners.era === '2026') return undefined;
    const said = await this.ask('initialize', { protocolVersion: '2025-06-18', capabilities: CAPABILITIES, clientInfo: CLIENT });
    if (!said.failure) await this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return said;
  }

  call(name: string, given: JsonObject = {}, exchange: Partial<Exchange> & { meta?: JsonObject } = {}): Promise<Said> {
    const { meta, ...rest } = exchange;
    return this.ask('tools/call', { name, arguments: given, ...(meta && { _meta: meta }) }, rest);
  }

  ask(method: string, params: JsonObject = {}, exchange: Partial<Exchange> = {}): Promise<Said> {
    return this.send({ jsonrpc: '2.0', id: (this.lastId += 1), method, params: this.#inEra(params) }, exchange);
  }

  async send(message: RpcMessage, { onMessage, ...exchange }: Partial<Exchange> = {}): Promise<Said> {
    const heard: RpcMessage[] = [];
    const hear = (each: RpcMessage) => {
      heard.push(each);
      onMessage?.(each);
    };
    const failure = await this.upstream.send(message, { signal: new AbortController().signal, ...exchange, onMessage: hear });
    return { failure, heard, answer: heard.find(isResponse) };
  }

  /** Answers what a server asks with a list of roots. */
  answer(request: RpcMessage, roots: JsonObject[]): Promise<Said> {
    return this.send({ jsonrpc: '2.0', id: request['id'] as RpcId, result: { roots } });
  }

  #inEra(params: JsonObject): JsonObject {
    if (this.harness.manners.era !== '2026') return params;
    const { _meta } = params;
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': CLIENT, 'io.modelcontextprotocol/clientCapabilities': CAPABILITIES };
    return { ...params, _meta: { ...(_meta as JsonObject | undefined), ...meta } };
  }
}
