import { ConnectionFailed, type GuardedBody } from '@moorage/egress';

/** What can be sent back in a header. */
const USABLE_ID = /^[\x20-\x7e]{1,1024}$/;

/** Reads a stream of server-sent events and gives the data of each to `onData`, with the type of the event. */
export class EventReader {
  /** The id of the last event that had one, with or without data. */
  lastId: string | undefined;
  /** How long the server wants to be left alone before it is asked to go on. */
  retryMs: number | undefined;
  #decoder = new TextDecoder();
  #rest = '';
  #data: string[] = [];
  #held = 0;
  #type = '';
  #id: string | undefined;

  /** An event of more than `longest` bytes is `ANSWER_TOO_LARGE`. */
  constructor(
    private readonly onData: (data: string, type: string) => void,
    private readonly longest = Infinity,
  ) {}

  /** Forgets an event that has begun: the stream goes on elsewhere. */
  restart(): void {
    this.#decoder = new TextDecoder();
    this.#rest = this.#type = '';
    this.#id = undefined;
    this.#data = [];
    this.#held = 0;
  }

  push(chunk: Uint8Array): void {
    const text = this.#decoder.decode(chunk, { stream: true });
    let start = 0;
    // Only the new part is searched: a line may come in very many parts.
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(this.#rest + text.slice(start, end));
      this.#rest = '';
      start = end + 1;
    }
    this.#rest += text.slice(start);
    // A byte is one character at most.
    if (this.#rest.length + this.#held > this.longest) throw tooLarge(this.longest);
  }

  #line(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === '') this.#dispatch();
    else if (line.startsWith('data:')) this.#hold(valueOf(line, 5));
    else if (line.startsWith('event:')) this.#type = valueOf(line, 6);
    else if (line.startsWith('id:')) this.#id = valueOf(line, 3);
    else if (line.startsWith('retry:')) this.#wait(valueOf(line, 6));
  }

  #hold(data: string): void {
    this.#data.push(data);
    this.#held += data.length;
  }

  #wait(value: string): void {
    if (/^\d{1,9}$/.test(value)) this.retryMs = Number(value);
  }

  #dispatch(): void {
    const data = this.#data.length === 1 ? (this.#data[0] ?? '') : this.#data.join('\n');
    const type = this.#type === '' ? 'message' : this.#type;
    if (this.#id !== undefined && USABLE_ID.test(this.#id)) this.lastId = this.#id;
    this.#data = [];
    this.#held = 0;
    this.#type = '';
    this.#id = undefined;
    if (data === '') return;
    if (isLonger(data, this.longest)) throw tooLarge(this.longest);
    this.onData(data, type);
  }
}

/** Reads a body to its end. Rejects with a `ConnectionFailed`. */
export async function readEvents(body: GuardedBody, events: EventReader, maxBytes?: number): Promise<void> {
  let fault: unknown;
  await body.listen((chunk) => {
    // Nobody would catch what is thrown here.
    try {
      events.push(chunk);
      return 'more';
    } catch (error) {
      fault = error;
      return 'stop';
    }
  }, maxBytes);
  if (fault !== undefined) throw fault;
}

/** Counts bytes only where characters do not tell. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

function tooLarge(bytes: number): ConnectionFailed {
  return new ConnectionFailed('ANSWER_TOO_LARGE', { limit: `${bytes / 1024 / 1024} MiB` });
}

function valueOf(line: string, from: number): string {
  return line.charCodeAt(from) === 32 ? line.slice(from + 1) : line.slice(from);
}
