import { MemoryHasher, MemorySessionRepo, MemoryUpstreams, type MemoryExchange, type MemoryUpstreamServer } from '@moorage/adapters-memory';
import {
  assistantSessions,
  FetchTools,
  ownerOf,
  ShareFetch,
  type Announcement,
  type AssistantSessions,
  type Configuration,
  type EndpointExchange,
  type Head,
  type JsonObject,
  type RpcId,
  type RpcMessage,
  type SessionEndpoint,
  type Tool,
} from '@moorage/domain';
import { MemoryLog } from '@moorage/adapters-memory';
import { lenientSchemas, PersonalWorld } from './personal-world';
import { UpstreamToolSource } from './tool-source.upstreams';

/** What one HTTP request of a client was answered with. */
export interface Answered {
  head: Head | undefined;
  messages: RpcMessage[];
}

/** How a scripted server answers one of its tools. */
export type ScriptedTool = (args: JsonObject, exchange: MemoryExchange & { id: RpcId }) => JsonObject | undefined;

/** A server with tools, in memory, that counts what it is asked in each session. */
export interface ScriptedServer {
  server: MemoryUpstreamServer;
  tools: Record<string, ScriptedTool>;
  definitions: Tool[];
  /** Further methods: params to result. */
  methods: Record<string, (params: JsonObject, exchange: MemoryExchange & { id: RpcId }) => object>;
  capabilities: JsonObject;
}

/** Assistants, in memory: servers, an instance that serves them, and others that may go on where it has ended. */
export class SessionWorld extends PersonalWorld {
  readonly upstreams = new MemoryUpstreams();
  readonly sessions = new MemorySessionRepo();
  readonly source = new UpstreamToolSource(this.upstreams);
  readonly log = new MemoryLog();
  readonly instance = this.anotherInstance('one');

  anotherInstance(instance: string): AssistantSessions {
    const { configs, connectors, cache, calls, accepted, sessions, upstreams, vault, announcer, clock, ids, log, metrics } = this;
    const settings = { deadlineMs: 10_000, ttlMs: 3_600_000, listDeadlineMs: 5_000, callDeadlineMs: 300_000 };
    const fetch = new FetchTools(this.openTarget, this.source, cache, this.record, { configs, clock, hasher: new MemoryHasher(), announcer, accepted, settings });
    const share = new ShareFetch(this.flights, fetch, cache, clock, this.metrics);
    const made = assistantSessions({ configs, connectors, cache, calls, accepted, sessions, upstreams, vault, schemas: lenientSchemas, announcer, clock, ids, log, metrics, settings, instance }, this.openTarget, share);
    announcer.listen((topic, hint) => {
      if (topic === 'personal.tools.changed') made.changes.run(hint as Announcement['personal.tools.changed']);
      if (topic !== 'personal.sessions.taken') return;
      const { sessionId, instance: by } = hint as Announcement['personal.sessions.taken'];
      made.live.letGo(sessionId, by);
    });
    return made;
  }

  /** A server that greets, lists its tools and answers calls of them. */
  scripted(tools: Record<string, ScriptedTool>, more: Partial<Pick<ScriptedServer, 'capabilities' | 'methods'>> & { stateful?: boolean } = {}): ScriptedServer {
    const { stateful = true, ...given } = more;
    const scripted: Omit<ScriptedServer, 'server'> = { tools, definitions: Object.keys(tools).map((name) => ({ name, inputSchema: { type: 'object' } })), methods: {}, capabilities: { tools: { listChanged: true } }, ...given };
    const server = this.upstreams.serve({ stateful, onMessage: (message, exchange) => answer(scripted, message, exchange) });
    return Object.assign(scripted, { server });
  }

  /** A configuration that leads to a server. */
  async connected({ server }: Pick<ScriptedServer, 'server'>, name = 'Mine', connectorId = 'files'): Promise<Configuration> {
    const connector = await this.connector({ serverUrl: server.target.url?.reveal() ?? '', connectorId, authMethods: ['none'] });
    return this.create.run(this.caller, { personalConnectorId: connector.id, name });
  }

  scope() {
    return { organizationId: this.caller.organizationId, owner: ownerOf(this.caller) };
  }
}

function answer({ tools, definitions, methods, capabilities }: Omit<ScriptedServer, 'server'>, message: RpcMessage, exchange: MemoryExchange): void {
  const { id, method, params = {} } = message as { id: RpcId; method?: string; params?: JsonObject };
  if (method === undefined || id === undefined) return;
  const say = (result: JsonObject) => exchange.say({ jsonrpc: '2.0', id, result });
  const called = tools[String(params['name'])];
  if (method === 'initialize') return say({ protocolVersion: params['protocolVersion'] ?? '2025-11-25', capabilities, serverInfo: { name: 'scripted', version: '1' }, 'x-kept': true });
  if (method === 'tools/list') return say({ tools: definitions });
  if (method === 'tools/call' && called) {
    const result = called((params['arguments'] ?? {}) as JsonObject, { ...exchange, id });
    return result && say(result);
  }
  const other = methods[method];
  if (other) return say(other(params, { ...exchange, id }) as JsonObject);
  exchange.say({ jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } });
}

/** A client of the 2025 era at one endpoint. */
export class OldClient {
  sessionId: string | undefined;
  #last = 0;

  constructor(
    private readonly world: SessionWorld,
    readonly endpoint: SessionEndpoint,
    public at: AssistantSessions = world.instance,
    private readonly capabilities: JsonObject = {},
  ) {}

  async open(): Promise<Answered> {
    const answered = await this.ask('initialize', { protocolVersion: '2025-11-25', capabilities: this.capabilities, clientInfo: { name: 'spec', version: '1' } });
    this.sessionId = answered.head?.sessionId;
    if (this.sessionId !== undefined) await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return answered;
  }

  ask(method: string, params: JsonObject = {}, lost?: string): Promise<Answered> {
    return this.post({ jsonrpc: '2.0', id: (this.#last += 1), method, params }, lost);
  }

  call(name: string, args: JsonObject = {}): Promise<Answered> {
    return this.ask('tools/call', { name, arguments: args });
  }

  post(message: RpcMessage, lost?: string): Promise<Answered> {
    return readAll(this.send({ verb: 'post', text: JSON.stringify(message), ...(lost !== undefined && { lost }) }));
  }

  /** Opens the standing stream; answers the growing list of what comes on it. */
  listen(): Answered & { over: Promise<void> } {
    const heard: Answered = { head: undefined, messages: [] };
    return Object.assign(heard, { over: read(this.send({ verb: 'listen' }), heard) });
  }

  send(exchange: Omit<EndpointExchange, 'endpoint'>, signal?: AbortSignal) {
    const { sessionId } = this;
    return this.at.exchange.run(this.world.caller, { endpoint: this.endpoint, ...(sessionId !== undefined && { sessionId }), ...exchange }, signal ? { signal } : {});
  }
}

export async function readAll(outgoing: ReturnType<OldClient['send']>): Promise<Answered> {
  const answered: Answered = { head: undefined, messages: [] };
  await read(outgoing, answered);
  return answered;
}

async function read(outgoing: ReturnType<OldClient['send']>, into: Answered): Promise<void> {
  for await (const each of outgoing) {
    if ('head' in each) into.head = each.head;
    else into.messages.push(each.message);
  }
}

/** The result of the last message of an answer. */
export function resultOf({ messages }: Answered): JsonObject {
  return (messages.at(-1)?.['result'] ?? {}) as JsonObject;
}

/** The error of the last message of an answer. */
export function errorOf({ messages }: Answered): JsonObject {
  return (messages.at(-1)?.['error'] ?? {}) as JsonObject;
}
