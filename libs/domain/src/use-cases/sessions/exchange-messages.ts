import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { SessionEndpoint } from '../../model/sessions/assistant-session';
import { isRequest, isResponse, type RpcMessage, type RpcRequest } from '../../model/sessions/rpc';
import type { Work } from '../../model/work';
import { scopeOf } from '../personal/own-configurations';
import type { Chat } from './chat';
import type { Fronts } from './endpoint/fronts';
import { waitsIn } from './eras/translators';
import type { LiveSession } from './live-session';
import type { LiveSessions } from './live-sessions';
import { Outflow, type Outgoing } from './outflow';
import { peerOf, strangerOf, type Peer } from './protocol/peer';
import { readExchange, type ClientExchange } from './protocol/read-exchange';
import { refused, RPC, rpcError } from './protocol/rpc-answers';
import { UNKNOWN_IN_2026 } from './protocol/unknown-in-2026';
import type { Link } from './servers/link';
import type { OpenUpstream } from './servers/open-upstream';
import type { ParkedLinks } from './servers/parked-links';
import type { SharedLinks } from './servers/shared-links';
import type { UnderWay } from './servers/under-way';
import { SingleRequest } from './single-request';

/** Characters of an `initialize`. */
const LONGEST_GREETING = 64 * 1024;
const GREETING_TOO_LONG = `An initialize may have at most ${LONGEST_GREETING} characters: what a client says of itself is kept for as long as its session.`;

/** What an MCP client sent to an endpoint of its own. */
export interface EndpointExchange extends ClientExchange {
  endpoint: SessionEndpoint;
  verb: 'post' | 'listen' | 'end';
  sessionId?: string;
  /** An instance that had the session and does not answer any more. */
  lost?: string;
}

/** An exchange with whoever it comes from, and where its answer goes. */
interface Came {
  caller: Caller;
  exchange: EndpointExchange;
  work: Work;
  flow: Outflow;
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
    if (work.signal?.aborted) flow.leave();
    void this.#serve({ caller, exchange, work, flow }).catch((error: unknown) => flow.fail(error));
    return flow;
  }

  async #serve(came: Came): Promise<void> {
    const { exchange, flow } = came;
    if (exchange.verb === 'listen') return this.#inSession(came, (session) => (this.sessions.isQuiet ? flow.answerOnly({ status: 200 }) : session.listen(flow)));
    if (exchange.verb === 'end') return this.#inSession(came, (session) => this.#end(session, flow));
    const read = readExchange(exchange);
    if ('refusal' in read) return flow.answer(read.refusal, read.status);
    return read.era === '2026' ? this.#stateless(came, read.message) : this.#stateful(came, read.message);
  }

  /** The 2025 era: a message opens a session, belongs to one, or asks a server that may need none. */
  async #stateful(came: Came, message: RpcMessage): Promise<void> {
    const { exchange, flow } = came;
    if (isRequest(message) && message.method === 'initialize') return this.#open(came, message);
    if (exchange.sessionId !== undefined) return this.#inSession(came, (session) => this.#say(session, message, came));
    if (!isRequest(message)) return flow.answerOnly({ status: 202 });
    return this.#alone(came, message, strangerOf(exchange.protocolVersion));
  }

  /** Revision 2026-07-28: each request stands alone, but for one that goes on with a call which waits in some instance. */
  async #stateless(came: Came, message: RpcMessage): Promise<void> {
    const { caller, exchange, flow } = came;
    if (!isRequest(message)) return flow.answerOnly({ status: 202 });
    if (UNKNOWN_IN_2026.has(message.method)) return flow.answer(rpcError(message.id, RPC.unknownMethod, 'Method not found'), 404);
    const state = message.params?.['requestState'];
    const where = waitsIn(state);
    if (where !== null && where !== this.given.instance && exchange.lost !== where) return flow.answerOnly({ status: 200, elsewhere: where });
    const waiting = where === null ? null : this.given.parked.take(String(state), scopeOf(caller));
    return this.#alone(came, message, peerOf(message), waiting);
  }

  async #inSession({ caller, exchange, flow }: Came, serve: (session: LiveSession) => Promise<void> | void): Promise<void> {
    if (exchange.sessionId === undefined) return flow.answerOnly({ status: exchange.verb === 'listen' ? 405 : 400 });
    const found = await this.sessions.find(caller, exchange.endpoint, exchange.sessionId, exchange.lost);
    if (found === null) return flow.answerOnly({ status: 404 });
    if ('elsewhere' in found) return flow.answerOnly({ status: 200, elsewhere: found.elsewhere });
    flow.instance = this.given.instance;
    await serve(found.session);
  }

  async #open({ caller, exchange, flow }: Came, request: RpcRequest): Promise<void> {
    if ((exchange.text?.length ?? 0) > LONGEST_GREETING) return flow.answer(rpcError(request.id, RPC.invalidParams, GREETING_TOO_LONG));
    const opened = await this.sessions.open(caller, exchange.endpoint, request, flow.signal);
    if ('refusal' in opened) return flow.answer(opened.refusal);
    if (flow.signal.aborted) return this.sessions.end(opened.session);
    flow.instance = this.given.instance;
    flow.head({ status: 200, sessionId: opened.session.id });
    flow.answer(opened.response);
  }

  async #end(session: LiveSession, flow: Outflow): Promise<void> {
    await this.sessions.end(session);
    flow.answerOnly({ status: 200 });
  }

  async #say(session: LiveSession, message: RpcMessage, came: Came): Promise<void> {
    if (isRequest(message)) return this.#answer(came, session, message);
    came.flow.answerOnly({ status: 202 });
    await (isResponse(message) ? session.answered(message) : session.heard(message));
  }

  async #alone(came: Came, request: RpcRequest, peer: Peer, waiting: Link | null = null): Promise<void> {
    const { caller, exchange, flow } = came;
    const chat = new SingleRequest(caller, exchange.endpoint, peer, 'mcp', this.given.underWay, { ...this.given, flow }, waiting);
    try {
      await this.#answer(came, chat, request);
    } finally {
      await chat.end();
    }
  }

  async #answer({ exchange: { parameters }, work: { traceparent }, flow }: Came, chat: Chat, request: RpcRequest): Promise<void> {
    const circumstances = { instance: this.given.instance, ...(parameters && { parameters }), ...(traceparent !== undefined && { traceparent }) };
    try {
      await this.fronts.of(chat).answer({ chat, request, flow, circumstances });
    } catch (error) {
      if (isGone(error, chat)) throw error;
      flow.answer(refused(request.id, error));
    }
  }
}

/** Where nothing is known of the endpoint, that is no answer of a server. In a session it is: the client has had one. */
function isGone(error: unknown, chat: Chat): boolean {
  return chat instanceof SingleRequest && error instanceof MoorageError && (error.code === 'CONFIGURATION_NOT_FOUND' || error.code === 'CONFIGURATION_DISABLED');
}
