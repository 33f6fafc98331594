import type { RpcMessage } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse } from '@moorage/egress';
import { isEventStream, MessageStream, type StreamOutcome } from './message-stream';
import { waited } from './waited';

/** How long a stream that broke off is left alone, where the server does not say; each time in vain makes it twice as long. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** What is taken up again as fast as it ends would keep both sides busy with nothing. */
export const SHORTEST_PAUSE_MS = 50;

/** Asks for the stream, from the event on that has this id. */
export type AskForStream = (lastEventId: string | undefined, signal: AbortSignal) => Promise<GuardedResponse>;

/** The stream on which a server says by itself what it has to say. It is taken up again when it breaks off, and when it ends where the server has told how to. */
export class StandingStream {
  readonly #stream: MessageStream;

  constructor(
    private readonly ask: AskForStream,
    hear: (message: RpcMessage) => void,
  ) {
    this.#stream = new MessageStream((message) => {
      hear(message);
      return false;
    });
  }

  /** Hears until the server ends the stream, or has none. Rejects with a `ConnectionFailed`, and with the reason of `signal`. */
  async heard(signal: AbortSignal): Promise<void> {
    let response: GuardedResponse | null = await this.ask(undefined, signal);
    if (!isEventStream(response)) return response.body.skip();
    while (response) {
      const outcome = await this.#stream.read(response.body);
      response = this.#isOver(outcome) ? null : await this.#takenUp(signal);
    }
  }

  /** Whether the server has ended it for good. */
  #isOver(outcome: StreamOutcome): boolean {
    const { lastEventId, retryMs } = this.#stream;
    return outcome === 'ended' && lastEventId === undefined && retryMs === undefined;
  }

  /** `null` when the server has no such stream any more. */
  async #takenUp(signal: AbortSignal): Promise<GuardedResponse | null> {
    for (;;) {
      await waited(this.#pauseMs(), signal);
      const response = await this.#asked(signal);
      if (response && isEventStream(response)) return response;
      await response?.body.skip();
      if (response && response.status < 500 && response.status !== 429) return null;
    }
  }

  async #asked(signal: AbortSignal): Promise<GuardedResponse | null> {
    try {
      return await this.ask(this.#stream.lastEventId, signal);
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      this.#stream.fruitless += 1;
      return null;
    }
  }

  #pauseMs(): number {
    const { retryMs, fruitless } = this.#stream;
    if (fruitless === 0) return Math.max(retryMs ?? FIRST_PAUSE_MS, SHORTEST_PAUSE_MS);
    return Math.max(retryMs ?? 0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (fruitless - 1)));
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ConnectionFailed && error.failure.retryable;
}
