import { exchangeMessages, type ExchangeFrame, type ExchangeRequest } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { wasUnheard, type ContractClient } from '@moorage/messaging';
import type { Call } from '../operation/parameters';
import { Whereabouts } from './whereabouts';

/** How often a session may have moved on before we give up running after it. */
const MOST_HOPS = 3;
const UNKNOWN_SESSION = 404;

/** Whom to ask: this instance, or any, which may be told of one that is gone. */
type Addressee = { instance?: string; lost?: string };

/** Asks the instance that has a session, wherever that is. */
export class AskSession {
  readonly #whereabouts = new Whereabouts();

  constructor(private readonly bus: ContractClient) {}

  /**
   * The frames of the answer. Follows a session that another instance has, and asks any instance when the one that had it is gone.
   * A request is sent anew only when nobody has heard it: what an instance may have begun before it died is not done twice.
   */
  async *run(request: ExchangeRequest, call: Call): AsyncGenerator<ExchangeFrame> {
    let next: Addressee | undefined = this.#hint(request);
    for (let hops = 0; hops <= MOST_HOPS; hops += 'instance' in next ? 1 : 0) {
      next = yield* this.#ask(request, next, call);
      if (!next) return;
    }
    throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The session is just moving from one instance to another. Try again.' });
  }

  /** Hands on what this addressee answers, or says whom to ask instead. */
  async *#ask(request: ExchangeRequest, { instance, lost }: Addressee, call: Call): AsyncGenerator<ExchangeFrame, Addressee | undefined> {
    let begun = false;
    try {
      for await (const frame of this.bus.stream(exchangeMessages, { ...request, ...(lost && { lost }) }, { ...call, ...(instance && { instance }) })) {
        if (frame.elsewhere) return { instance: frame.elsewhere };
        if (!begun) this.#learn(request, frame);
        begun = true;
        yield frame;
      }
      return undefined;
    } catch (error) {
      if (begun || !instance || call.signal?.aborted || !wasUnheard(error)) throw error;
      return { lost: instance };
    }
  }

  #hint({ sessionId }: ExchangeRequest): Addressee {
    const instance = sessionId === undefined ? undefined : this.#whereabouts.of(sessionId);
    return instance === undefined ? {} : { instance };
  }

  #learn(request: ExchangeRequest, { status, instance, sessionId = request.sessionId }: ExchangeFrame): void {
    if (sessionId === undefined) return;
    if (status === UNKNOWN_SESSION || request.verb === 'end') this.#whereabouts.forget(sessionId);
    else if (instance) this.#whereabouts.met(sessionId, instance);
  }
}
