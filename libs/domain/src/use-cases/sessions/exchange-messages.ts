import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { SessionEndpoint } from '../../model/sessions/assistant-session';
import { isRequest, isResponse, type RpcMessage, type RpcRequest } from '../../model/sessions/rpc';
import type { Work } from '../../model/work';
import { scopeOf } from '../personal/own-configurations';
import type { Asked, Chat, Circumstances } from './chat';
import type { Fronts } from './endpoint/fronts';
import { waitsIn } from './eras/translators';
import type { LiveSession } from './live-session';
import type { LiveSessions } from './live-sessions';
import { Outflow, type Outgoing } from './outflow';
import { peerOf, strangerOf } from './protocol/peer';
import { readExchange, type ClientExchange } from './protocol/read-exchange';
import { refused, RPC, rpcError } from './protocol/rpc-answers';
import { UNKNOWN_IN_2026 } from './protocol/unknown-in-2026';
import type { OpenUpstream } from './servers/open-upstream';
import type { ParkedLinks } from './servers/parked-links';
import type { SharedLinks } from './servers/shared-links';
import type { UnderWay } from './servers/under-way';
import { SingleRequest } from './single-request';

/** What an MCP client sent to an endpoint of its own. */
export interface EndpointExchange extends ClientExchange {
  endpoint: SessionEndpoint;
  verb: 'post' | 'listen' | 'end';
  sessionId?: string;
  /** An instance that had the session and does not answer any more. */
  lost?: string;
}

/**
 * One HTTP request of an MCP client, answered: clients of both eras, with a session or without. Rejects where the endpoint itself cannot be had:
 * `CONFIGURATION_NOT_FOUND`, `CONFIGURATION_DISABLED`. Whatever else goes wrong is said in the protocol.
 */
export class ExchangeMessages {
  constructor(
    private readonly sessions: LiveSessions,
    private readonly fronts: Fronts,
    private readonly given: { open: OpenUpstream; shared: SharedLinks; parked: ParkedLinks; underWay: UnderWay; instance: string },
  ) {}

  run(caller: Caller, exchange: EndpointExchange, work: Work = {}): AsyncIterable<Outgoing> {
    const flow = new Outflow();
    work.signal?.addEventListener('abort', () => flow.leave(), { once: true });
    void this.#serve(caller, exchange, flow, work).catch((error: unknown) => flow.fail(error));
    return flow;
  }

  async #serve(caller: Caller, exchange: EndpointExchange, flow: Outflow, work: Work): Promise<void> {
    if (exchange.verb !== 'post') return this.#inSession(caller, exchange, flow, (session) => this.#withoutMessage(session, exchange.verb, flow));
    const read = readExchange(exchange);
    if ('refusal' in read) return answer(flow, read.refusal, read.status);
    const { message, era } = read;
    if (era === '2026') return this.#stateless(caller, exchange, message, flow, work);
    if (isRequest(message) && message.method === 'initialize') return this.#initialize(caller, exchange, message, flow);
    if (exchange.sessionId !== undefined) return this.#inSession(caller, exchange, flow, (session) => this.#say(session, message, flow, work));
    if (isRequest(message)) return this.#alone(new SingleRequest(caller, exchange.endpoint, strangerOf(exchange.protocolVersion), 'mcp', this.given.underWay, { ...this.given, flow }), message, flow, this.#circumstances(work));
    flow.head({ status: 202 });
    flow.end();
  }

  async #inSession(caller: Caller, exchange: EndpointExchange, flow: Outflow, serve: (session: LiveSession) => Promise<void>): Promise<void> {
    if (exchange.sessionId === undefined) return status(flow, exchange.verb === 'listen' ? 405 : 400);
    const found = await this.sessions.find(caller, exchange.endpoint, exchange.sessionId, exchange.lost);
    if (found === null) return status(flow, 404);
    if ('elsewhere' in found) return elsewhere(flow, found.elsewhere);
    flow.instance = this.given.instance;
    await serve(found.session);
  }

  async #withoutMessage(session: LiveSession, verb: EndpointExchange['verb'], flow: Outflow): Promise<void> {
    if (verb === 'listen') {
      return session.listen(flow);
    }
    await this.sessions.end(session);
    status(flow, 200);
  }

  async #initialize(caller: Caller, { endpoint }: EndpointExchange, request: RpcRequest, flow: Outflow): Promise<void> {
    const opened = await this.sessions.open(caller, endpoint, request);
    if ('refusal' in opened) return answer(flow, opened.refusal, 200);
    flow.instance = this.given.instance;
    flow.head({ status: 200, sessionId: opened.session.id });
    flow.say(opened.response);
    flow.end();
  }

  async #say(session: LiveSession, message: RpcMessage, flow: Outflow, work: Work): Promise<void> {
    if (isRequest(message)) return this.#answer({ chat: session, request: message, flow, circumstances: this.#circumstances(work) });
    flow.head({ status: 202 });
    flow.end();
    await (isResponse(message) ? session.answered(message) : session.heard(message));
  }

  async #stateless(caller: Caller, exchange: EndpointExchange, message: RpcMessage, flow: Outflow, work: Work): Promise<void> {
    if (!isRequest(message)) return status(flow, 202);
    if (UNKNOWN_IN_2026.has(message.method)) return answer(flow, rpcError(message.id, RPC.unknownMethod, 'Method not found'), 404);
    const state = message.params?.['requestState'];
    const where = waitsIn(state);
    if (where !== null && where !== this.given.instance && exchange.lost !== where) return elsewhere(flow, where);
    const waiting = where === null ? null : this.given.parked.take(String(state), scopeOf(caller));
    await this.#alone(new SingleRequest(caller, exchange.endpoint, peerOf(message), 'mcp', this.given.underWay, { ...this.given, flow }, waiting), message, flow, this.#circumstances(work, exchange.parameters));
  }

  async #alone(chat: SingleRequest, request: RpcRequest, flow: Outflow, circumstances: Circumstances): Promise<void> {
    try {
      await this.#answer({ chat, request, flow, circumstances });
    } finally {
      await chat.end();
    }
  }

  async #answer(asked: Asked): Promise<void> {
    try {
      await this.fronts.of(asked.chat).answer(asked);
    } catch (error) {
      if (isGone(error, asked.chat)) throw error;
      answer(asked.flow, refused(asked.request.id, error), 200);
    }
  }

  #circumstances({ traceparent }: Work, parameters?: Record<string, string>): Circumstances {
    return { instance: this.given.instance, ...(parameters && { parameters }), ...(traceparent !== undefined && { traceparent }) };
  }
}

/** Where nothing is known of the endpoint, that is no answer of a server. In a session it is: the client has had one. */
function isGone(error: unknown, chat: Chat): boolean {
  return chat instanceof SingleRequest && error instanceof MoorageError && (error.code === 'CONFIGURATION_NOT_FOUND' || error.code === 'CONFIGURATION_DISABLED');
}

function answer(flow: Outflow, message: RpcMessage, status: number): void {
  flow.head({ status });
  flow.say(message);
  flow.end();
}

function elsewhere(flow: Outflow, instance: string): void {
  flow.head({ status: 200, elsewhere: instance });
  flow.end();
}

function status(flow: Outflow, code: number): void {
  flow.head({ status: code });
  flow.end();
}
