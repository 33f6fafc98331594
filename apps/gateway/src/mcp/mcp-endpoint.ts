import type { ExchangeRequest } from '@moorage/contracts';
import { invariant, MoorageError, type Log } from '@moorage/domain';
import type { ContractClient } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { begin } from '../http/begin';
import { asMoorageError } from '../http/error-answer';
import { AskSession } from './ask-session';
import { assertAccepts } from './assert-accepts';
import { EventStream } from './event-stream';
import { lastWords } from './last-words';
import { lifeOf } from './life-of';
import { MessageReader, type AnswerHead } from './message-reader';
import { readExchange } from './read-exchange';
import { StandingStreams } from './standing-streams';
import { LATE, within } from './within';

/** How long an answer may take, in milliseconds, before something is done about it. */
const LIMITS = {
  /** Until the service must have said what becomes of a request. */
  headMs: 60_000,
  /** Until a client that waits for a message is shown that it is being worked for. */
  messageMs: 10_000,
  /** Until a first message is sent on its own; an answer of one message ends with it. */
  endMs: 20,
  /** Between signs of life. */
  keepAliveMs: 15_000,
};

const METHOD_NOT_ALLOWED = 405;

/** Of a request that was cancelled nobody reads it; whoever waits must not wait in vain. */
const UNANSWERED = new MoorageError('SERVICE_UNAVAILABLE', { message: 'The request ended without an answer. Try again.' });

/** The HTTP side of an MCP endpoint (Streamable HTTP): what comes in becomes one message of the bus, what comes back one answer. */
export class McpEndpoint {
  readonly #standing = new StandingStreams();
  readonly #sessions: AskSession;
  readonly #limits: typeof LIMITS;

  constructor(
    bus: ContractClient,
    private readonly log: Log,
    limits: Partial<typeof LIMITS> = {},
  ) {
    this.#sessions = new AskSession(bus);
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Answers one request. */
  async run(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    assertAccepts(request);
    const exchange = readExchange(request);
    const life = lifeOf(request, reply);
    const letGo = isStanding(exchange) ? this.#standing.hold(life) : () => undefined;
    try {
      return await this.#answer(exchange, this.#ask(exchange, request, reply, life), reply, life);
    } catch (error) {
      life.abort();
      throw error;
    } finally {
      letGo();
    }
  }

  /** Ends what would last for ever, so that the gateway can close. */
  close(): void {
    this.#standing.endAll();
  }

  #ask(exchange: ExchangeRequest, request: FastifyRequest, reply: FastifyReply, { signal }: AbortController): MessageReader {
    const { caller } = request;
    invariant(caller, 'MCP endpoints are not public');
    return new MessageReader(this.#sessions.run(exchange, { caller, traceparent: begin(request, reply).traceparent, signal }));
  }

  async #answer(exchange: ExchangeRequest, messages: MessageReader, reply: FastifyReply, life: AbortController): Promise<FastifyReply> {
    const head = await this.#headOf(exchange, messages);
    if (head) introduce(reply, head);
    if (head && !(isStanding(exchange) && head.status === 200)) {
      const only = await messages.alone(this.#limits);
      const last = only === null && head.status === 200 ? lastWords(exchange, UNANSWERED) : null;
      if (last !== null) return reply.type('application/json').send(last);
      if (only === null) return reply.send();
      if (only !== LATE) return reply.type('application/json').send(only);
    }
    return this.#stream(exchange, messages, reply, life);
  }

  /** Absent when it takes long and can be done without: only an answer that begins a session says something that the client needs to know first. */
  async #headOf(exchange: ExchangeRequest, messages: MessageReader): Promise<AnswerHead | undefined> {
    const dispensable = exchange.verb === 'post' && (exchange.sessionId !== undefined || exchange.method !== undefined);
    const head = await within(messages.head, dispensable ? this.#limits.messageMs : this.#limits.headMs);
    if (head !== LATE) return head;
    if (!dispensable) throw new MoorageError('UPSTREAM_TIMEOUT');
    return undefined;
  }

  async #stream(exchange: ExchangeRequest, messages: MessageReader, reply: FastifyReply, { signal }: AbortController): Promise<FastifyReply> {
    const events = EventStream.open(reply, { signal, keepAliveMs: this.#limits.keepAliveMs });
    try {
      for (let message = await messages.take(); message !== null; message = await messages.take()) await events.send(message);
    } catch (error) {
      if (!signal.aborted) {
        const moorage = asMoorageError(error);
        this.log.info('a stream ended early', { code: moorage.code, traceId: begin(reply.request, reply).id });
        const last = lastWords(exchange, moorage);
        if (last !== null) await events.send(last);
      }
    } finally {
      events.end();
    }
    return reply;
  }
}

function introduce(reply: FastifyReply, { status, sessionId }: AnswerHead): void {
  void reply.code(status);
  if (sessionId !== undefined) void reply.header('mcp-session-id', sessionId);
  // The one method that every server has.
  if (status === METHOD_NOT_ALLOWED) void reply.header('allow', 'POST');
}

/** Whether the answer lasts until someone ends it. Clients of the newer era listen with a message, and name it in a header. */
function isStanding({ verb, method }: ExchangeRequest): boolean {
  return verb === 'listen' || (verb === 'post' && method === 'subscriptions/listen');
}
