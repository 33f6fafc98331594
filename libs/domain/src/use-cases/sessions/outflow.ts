import { MoorageError } from '../../errors/moorage-error';
import type { RpcMessage } from '../../model/sessions/rpc';

/** How an answer begins. */
export interface Head {
  /** As an HTTP status. */
  status: number;
  /** Of a session that begins with this answer. */
  sessionId?: string;
  /** The instance that has the session. */
  instance?: string;
  /** Nothing was done: that instance has the session. Nothing follows. */
  elsewhere?: string;
}

/** What flows back to a client: a head, then messages. */
export type Outgoing = { head: Head } | { message: RpcMessage };

interface Reader {
  resolve(result: IteratorResult<Outgoing, undefined>): void;
  reject(error: unknown): void;
}

/** Messages that wait for a client who does not read, and their characters. The first ones, which nearly always are taken at once, are not counted. */
const MOST_WAITING = 2_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;
const UNCOUNTED = 2;
const DONE: IteratorResult<Outgoing, undefined> = { done: true, value: undefined };

/**
 * What one HTTP request of a client is answered with, message by message. Written to by whoever has something to say, read by one reader.
 * The head comes first by itself: an answer that begins with a message is a 200. A reader who leaves early aborts `signal`, and what is said then is lost.
 */
export class Outflow implements AsyncIterable<Outgoing> {
  readonly #waiting: { value: Outgoing; length: number }[] = [];
  #length = 0;
  readonly #gone = new AbortController();
  readonly #told: (() => void)[] = [];
  #begun = false;
  #over = false;
  #error: unknown;
  #reader: Reader | undefined;

  /** Aborted when the reader has left. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Belongs to a session that this instance has. */
  instance: string | undefined;

  /** Begins the answer; has no effect when it has begun. */
  head(head: Head): void {
    if (this.#begun || this.#over) return;
    this.#begun = true;
    this.#push({ head: { ...head, ...(this.instance !== undefined && { instance: this.instance }) } });
  }

  say(message: RpcMessage): void {
    if (this.#over) return;
    this.head({ status: 200 });
    const length = this.#waiting.length < UNCOUNTED ? 0 : JSON.stringify(message).length;
    if (this.#waiting.length < MOST_WAITING && this.#length + length <= MOST_CHARACTERS) return this.#push({ message }, length);
    this.fail(new MoorageError('SERVICE_UNAVAILABLE', { message: 'The client does not read what it is answered.' }));
    this.#leave();
  }

  /** Says one message, the last one; with this status where nothing was said before. */
  answer(message: RpcMessage, status = 200): void {
    this.head({ status });
    this.say(message);
    this.end();
  }

  /** Nothing is said but this. */
  answerOnly(head: Head): void {
    this.head(head);
    this.end();
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#reader) this.#finish(this.#reader);
    for (const told of this.#told.splice(0)) told();
  }

  /** The answer breaks off; as an error of its own when it has not begun. */
  fail(error: unknown): void {
    if (this.#over) return;
    this.#error = error;
    this.end();
  }

  /** The reader has left before the end. */
  leave(): void {
    this.end();
    this.#leave();
  }

  /** Calls back as soon as nothing more can be said, for whatever reason. */
  whenOver(told: () => void): void {
    if (this.#over) told();
    else this.#told.push(told);
  }

  [Symbol.asyncIterator](): AsyncIterator<Outgoing, undefined> {
    return {
      next: () => this.#next(),
      return: async () => {
        if (!this.#over || this.#waiting.length > 0) this.leave();
        return DONE;
      },
    };
  }

  #next(): Promise<IteratorResult<Outgoing, undefined>> {
    const next = this.#waiting.shift();
    this.#length -= next?.length ?? 0;
    if (next) return Promise.resolve({ done: false, value: next.value });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#over) this.#finish(this.#reader);
    });
  }

  /** What still waits is for nobody, and nobody needs to go on for it. */
  #leave(): void {
    this.#waiting.length = 0;
    if (!this.#gone.signal.aborted) this.#gone.abort('left');
  }

  #push(value: Outgoing, length = 0): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader.resolve({ done: false, value });
    else {
      this.#waiting.push({ value, length });
      this.#length += length;
    }
  }

  #finish({ resolve, reject }: Reader): void {
    this.#reader = undefined;
    if (this.#error === undefined) resolve(DONE);
    else reject(this.#error);
  }
}
