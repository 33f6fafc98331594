import type { ExchangeFrame } from '@moorage/contracts';
import { invariant } from '@moorage/domain';
import { LATE, within } from './within';

/** What the first frame says of the whole answer. */
export interface AnswerHead {
  status: number;
  sessionId?: string;
}

type Read = Promise<string | null>;

/** Reads the messages of an answer out of its frames, looking ahead where that decides its form. Rejects as the frames do. */
export class MessageReader {
  readonly head: Promise<AnswerHead>;
  readonly #messages: AsyncIterator<string>;
  readonly #ahead: Read[] = [];

  constructor(frames: AsyncIterator<ExchangeFrame>) {
    const first = frames.next();
    this.head = quiet(first.then(headOf));
    this.#messages = joined(first, frames);
  }

  /** The next message, `null` after the last. */
  take(): Read {
    return this.#ahead.shift() ?? this.#read();
  }

  /** The one message of which the answer consists, `null` when there is none at all; `LATE` when it has more, or takes longer than this to come and to end. */
  async alone(limits: { messageMs: number; endMs: number }): Promise<string | null | typeof LATE> {
    const message = await within(this.#peek(0), limits.messageMs);
    if (typeof message !== 'string') return message;
    return (await within(this.#peek(1), limits.endMs)) === null ? message : LATE;
  }

  #peek(index: number): Read {
    return (this.#ahead[index] ??= this.#read());
  }

  #read(): Read {
    return quiet(this.#messages.next().then(({ done, value }) => (done ? null : value)));
  }
}

function headOf({ done, value }: IteratorResult<ExchangeFrame>): AnswerHead {
  invariant(!done, 'every answer has a first frame');
  const { status = 200, sessionId } = value;
  return { status, ...(sessionId !== undefined && { sessionId }) };
}

async function* joined(first: Promise<IteratorResult<ExchangeFrame>>, rest: AsyncIterator<ExchangeFrame>): AsyncGenerator<string> {
  let text = '';
  for (let frame = await first; !frame.done; frame = await rest.next()) {
    text += frame.value.text ?? '';
    if (frame.value.more || text === '') continue;
    yield text;
    text = '';
  }
}

/** What is read ahead may fail before anyone asks for it. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
