import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FixedClock, MemoryLog, MemoryMetrics } from '@moorage/adapters-memory';
import type { ExchangeFrame, ExchangeRequest, StreamDefinition } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import type { CallContext, ContractClient } from '@moorage/messaging';
import type { FastifyInstance } from 'fastify';
import { asMoorageError, errorReply, HTTP_STATUS } from '../src/http/error-answer';
import { httpServer } from '../src/http/http-server';
import { Traffic } from '../src/http/traffic';
import { bindMcp } from '../src/mcp/bind-mcp';
import { DescribeResource } from '../src/mcp/describe-resource';
import { McpEndpoint } from '../src/mcp/mcp-endpoint';
import { PublicAddress } from '../src/mcp/public-address';

export const ALL = '/v1/personal-connectors/mcp';
export const ONE = '/v1/personal-connectors/configurations/pconf_1/mcp';
export const HEADERS = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
const CALLER = { organizationId: 'org_default', userId: 'user_1', role: 'member', scopes: ['personal:call'] } as const;

/** One message of the bus, as it was sent. */
export interface Asked {
  request: ExchangeRequest;
  context: CallContext & { instance?: string };
}

export type Frames = (asked: Asked) => AsyncIterable<ExchangeFrame>;

/** A bus that knows streams only, and answers them as it is told. */
class StreamBus implements ContractClient {
  readonly connected = true;
  readonly asked: Asked[] = [];
  frames: Frames = async function* () {};

  async *stream<Req extends object, Frame extends object>(_definition: StreamDefinition<Req, Frame>, request: Req, context: Asked['context']): AsyncIterable<Frame> {
    const asked = { request: request as ExchangeRequest, context };
    this.asked.push(asked);
    yield* this.frames(asked) as AsyncIterable<Frame>;
  }

  call = unused;
  relay = unused;

  async broadcast(): Promise<void> {}

  async hear(): Promise<() => void> {
    return () => undefined;
  }

  async close(): Promise<void> {}
}

async function unused(): Promise<never> {
  throw new MoorageError('INTERNAL_ERROR');
}

/** The MCP endpoints alone, with impatient limits, and nobody at the door. */
export class McpGround {
  private constructor(
    private readonly server: FastifyInstance,
    private readonly bus: StreamBus,
    readonly endpoint: McpEndpoint,
    readonly log: MemoryLog,
    readonly port: number,
  ) {}

  static async open(limits: ConstructorParameters<typeof McpEndpoint>[2]): Promise<McpGround> {
    const [bus, log, clock] = [new StreamBus(), new MemoryLog(), new FixedClock()];
    const server = httpServer(clock, new Traffic(log, new MemoryMetrics())).getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, _reply, done) => ((request.caller = { ...CALLER, scopes: [...CALLER.scopes] }), done()));
    server.setErrorHandler((error, request, reply) => {
      const known = asMoorageError(error);
      return reply.code(HTTP_STATUS[known.kind].status).send(errorReply(known, request.trace?.id ?? '', clock.now()));
    });
    const endpoint = new McpEndpoint(bus, log, limits);
    bindMcp(server, endpoint, new DescribeResource(new PublicAddress({}), undefined));
    await server.listen({ host: '127.0.0.1', port: 0 });
    return new McpGround(server, bus, endpoint, log, (server.server.address() as AddressInfo).port);
  }

  close = (): Promise<void> => {
    const closed = this.server.close();
    this.server.server.closeAllConnections();
    return closed;
  };

  /** What came over the bus since the last `answer`. */
  get asked(): Asked[] {
    return this.bus.asked;
  }

  /** From now on the service answers so. */
  answer(frames: Frames): void {
    this.bus.asked.length = 0;
    this.bus.frames = frames;
  }

  fetch(path = ALL, init: RequestInit = {}): Promise<Response> {
    const { headers, ...rest } = init;
    return fetch(`http://127.0.0.1:${this.port}${path}`, { method: 'POST', ...((init.method ?? 'POST') === 'POST' && { body: '{}' }), headers: { ...HEADERS, ...headers }, ...rest });
  }

  /** A request whose answer is not read until someone does. */
  async unread(headers: Record<string, string> = {}): Promise<{ request: ClientRequest; response: IncomingMessage }> {
    const request = httpRequest({ host: '127.0.0.1', port: this.port, path: ALL, method: 'POST', headers: { ...HEADERS, ...headers }, agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject));
    request.end('{}');
    return { request, response: await answered };
  }
}

/** Messages of a stream of events. */
export function eventsIn(text: string): string[] {
  const events = text.split('\n\n').filter((event) => event.startsWith('event: message\n'));
  return events.map((event) => event.split('\n').slice(1).map((line) => line.replace(/^data: /, '')).join('\n'));
}
