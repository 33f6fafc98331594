import { validateMessage, type RequestDefinition, type StreamDefinition } from '@moorage/contracts';
import { isPlainObject, MoorageError, ROLES, SCOPES, type Caller } from '@moorage/domain';
import type { Msg } from 'nats';
import type { MessageContext } from './message-context';
import { continueTrace } from './trace-context';
import { decode, HEADERS } from './wire';

/** One request, or request for a stream, that a handler works on: its validated content and all that came with it. */
export class Delivery implements MessageContext {
  readonly traceparent?: string;
  readonly traceId?: string;
  /** Of a stream: where its asker, or the broker in their place, tells what has become of them. */
  back?: string;
  /** Told once why nobody gets the answer any more: whoever asked has left, or this service stops. */
  onOver?: (reason: MoorageError, isLeft: boolean) => void;
  private readonly began = performance.now();
  private readonly endsAt: number;
  private controller: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Why nobody wants the answer any more. */
  private over: MoorageError | undefined;

  private constructor(
    readonly request: object,
    readonly caller: Caller | null,
    /** Where its answer is waited for; nobody else waits there. */
    readonly reply: string,
    traceparent: string | undefined,
    remainingMs: number,
  ) {
    const trace = continueTrace(traceparent);
    this.traceId = trace?.id;
    this.traceparent = trace?.traceparent;
    this.endsAt = this.began + remainingMs;
  }

  /** Reads a message. Throws `VALIDATION_ERROR` when it is not what the definition says. */
  static of(message: Msg, definition: RequestDefinition | StreamDefinition): Delivery {
    const question = decode(message.data);
    if (!isPlainObject(question)) throw refused('the message must be a JSON object with a request', 'json');
    const request = validateMessage(definition.request, question['request']);
    const remaining = Number(message.headers?.get(HEADERS.remaining));
    const deadlineMs = definition.kind === 'request' ? definition.deadlineMs : Infinity;
    const remainingMs = remaining > 0 ? Math.min(remaining, deadlineMs) : deadlineMs;
    return new Delivery(request, readCaller(question['caller']), message.reply ?? '', message.headers?.get(HEADERS.trace), remainingMs);
  }

  /** Made for those who ask: most handlers are done before it could matter. */
  get signal(): AbortSignal {
    return (this.controller ??= this.watched()).signal;
  }

  /** Whether anybody still waits for what the handler makes. */
  get isAwaited(): boolean {
    return this.over === undefined;
  }

  /** How long it has been worked on. */
  get ageMs(): number {
    return performance.now() - this.began;
  }

  get remainingMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** Tells the handler that nobody waits for its answer any more. */
  cancel(): void {
    this.giveUp(new MoorageError('UPSTREAM_TIMEOUT', { message: 'Whoever asked has given up before the answer was there.' }), true);
  }

  /** Tells the handler that nobody will send its answer. */
  abandon(): void {
    this.giveUp(new MoorageError('SERVICE_UNAVAILABLE'));
  }

  /** The handler has ended. */
  end(): void {
    clearTimeout(this.timer);
  }

  private watched(): AbortController {
    const controller = new AbortController();
    if (this.over) controller.abort(this.over);
    else if (this.endsAt < Infinity) this.timer = setTimeout(() => this.giveUp(new MoorageError('UPSTREAM_TIMEOUT')), this.remainingMs);
    return controller;
  }

  private giveUp(reason: MoorageError, isLeft = false): void {
    if (this.over) return;
    this.over = reason;
    this.controller?.abort(reason);
    this.onOver?.(reason, isLeft);
  }
}

/** The gateway is trusted with who is calling; what it says still has to be of the right shape. */
function readCaller(said: unknown): Caller | null {
  if (said === undefined || said === null) return null;
  if (isPlainObject(said) && isCaller(said)) return said;
  throw refused('the caller of the message is malformed', 'caller');
}

function isCaller(said: Record<string, unknown>): said is Record<string, unknown> & Caller {
  const { organizationId, userId, apiKeyId, role, scopes } = said;
  const named = [userId, apiKeyId].every((id) => id === undefined || typeof id === 'string');
  const known = ROLES.some((each) => each === role) && Array.isArray(scopes) && scopes.every((scope) => SCOPES.includes(scope));
  return typeof organizationId === 'string' && named && known;
}

function refused(message: string, rule: string): MoorageError {
  return MoorageError.invalid('VALIDATION_ERROR', [{ field: '', message, rule }]);
}
