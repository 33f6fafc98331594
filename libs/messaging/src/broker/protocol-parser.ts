/** Why a client is sent away, in the words of nats-server. A malformed argument is answered by closing without a word. */
export type ProtocolFault =
  | 'Authorization Violation'
  | 'Unknown Protocol Operation'
  | 'maximum control line exceeded'
  | 'Maximum Payload Violation'
  | 'malformed';

/** A message on its way: `payload` begins with `headerSize` bytes of headers. */
export interface Publication {
  subject: string;
  reply: string;
  headerSize: number;
  payload: Buffer;
}

/** Hears what a client said, command by command. */
export interface ProtocolListener {
  /** Answers whether the client may stay; until it does, every other command is an authorization violation. */
  onConnect(options: string): boolean;
  onPing(): void;
  onPublish(publication: Publication): void;
  onSubscribe(subject: string, queue: string, sid: string): void;
  /** `max` 0: at once; else after so many messages since the subscription. */
  onUnsubscribe(sid: string, max: number): void;
  /** The last call: nothing more is read from this client. */
  onFault(fault: ProtocolFault): void;
}

export const MAX_CONTROL_LINE = 4096;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const END_OF_BODY = 2;
const NOTHING = Buffer.alloc(0);

/** A message whose payload has not arrived in full. */
interface Body {
  publication: Publication;
  /** Payload and its closing line end. */
  bytes: Buffer;
  filled: number;
}

/**
 * Reads the client side of the NATS protocol from a stream that may be cut anywhere.
 * Never throws and never holds more than one control line or one payload.
 */
export class ProtocolParser {
  private rest: Buffer | null = null;
  private body: Body | null = null;
  private connected = false;
  private stopped = false;

  constructor(
    private readonly listener: ProtocolListener,
    private readonly maxPayload: number,
  ) {}

  feed(chunk: Buffer): void {
    const input = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = null;
    let at = 0;
    while (at < input.length && !this.stopped) at = this.body ? this.fill(this.body, input, at) : this.line(input, at);
  }

  /** Nothing more is heard from this client, not even what has been received already. */
  stop(): void {
    this.stopped = true;
    this.rest = null;
    this.body = null;
  }

  private line(input: Buffer, start: number): number {
    const end = input.indexOf(LINE_FEED, start);
    const length = (end < 0 ? input.length : end) - start;
    if (length > MAX_CONTROL_LINE) return this.fault('maximum control line exceeded', input);
    if (end < 0) {
      this.rest = input.subarray(start);
      return input.length;
    }
    const bare = input[end - 1] === CARRIAGE_RETURN && end > start ? end - 1 : end;
    // One character for each byte, so that subjects in UTF-8 leave exactly as they came.
    return this.command(input.toString('latin1', start, bare), input, end + 1);
  }

  /** Obeys one control line and answers where the next thing starts. */
  private command(line: string, input: Buffer, next: number): number {
    const gap = line.includes('\t') ? line.search(/[ \t]/) : line.indexOf(' ');
    const verb = (gap < 0 ? line : line.slice(0, gap)).toUpperCase();
    const rest = gap < 0 ? '' : line.slice(gap + 1).trim();
    if (verb === 'CONNECT') return this.connect(rest, input, next);
    if (!this.connected) return this.fault('Authorization Violation', input);
    if (verb === 'PUB') return this.publish(rest, false, input, next);
    if (verb === 'HPUB') return this.publish(rest, true, input, next);
    const fault = this.obey(verb, rest);
    return fault ? this.fault(fault, input) : next;
  }

  private obey(verb: string, rest: string): ProtocolFault | null {
    switch (verb) {
      case 'SUB':
        return this.subscribe(rest);
      case 'UNSUB':
        return this.unsubscribe(rest);
      case 'PING':
        this.listener.onPing();
        return null;
      case 'PONG':
      case 'INFO':
      case '+OK':
        return null;
      case '-ERR':
        return 'malformed';
      default:
        return 'Unknown Protocol Operation';
    }
  }

  private connect(options: string, input: Buffer, next: number): number {
    this.connected = this.listener.onConnect(options);
    return this.connected ? next : input.length;
  }

  private subscribe(rest: string): ProtocolFault | null {
    if (rest === '') return 'Unknown Protocol Operation';
    const [subject = '', second, third, ...more] = wordsOf(rest);
    const sid = third ?? second;
    if (sid === undefined || more.length > 0) return 'malformed';
    this.listener.onSubscribe(subject, third === undefined ? '' : (second ?? ''), sid);
    return null;
  }

  private unsubscribe(rest: string): ProtocolFault | null {
    if (rest === '') return 'Unknown Protocol Operation';
    const [sid = '', max = '0', ...more] = wordsOf(rest);
    if (more.length > 0) return 'malformed';
    this.listener.onUnsubscribe(sid, Math.max(0, sizeOf(max)));
    return null;
  }

  private publish(rest: string, withHeaders: boolean, input: Buffer, next: number): number {
    if (rest === '') return this.fault('Unknown Protocol Operation', input);
    const words = wordsOf(rest);
    const size = sizeOf(words.pop());
    const headerSize = withHeaders ? sizeOf(words.pop()) : 0;
    const [subject, reply = '', ...more] = words;
    if (subject === undefined || more.length > 0 || size < 0 || headerSize < 0 || headerSize > size) return this.fault('malformed', input);
    if (size > this.maxPayload) return this.fault('Maximum Payload Violation', input);
    return this.payload({ subject, reply, headerSize, payload: NOTHING }, size, input, next);
  }

  /** Takes the payload out of the input without copying when all of it is there, as it nearly always is. */
  private payload(publication: Publication, size: number, input: Buffer, start: number): number {
    const end = start + size;
    if (end + END_OF_BODY > input.length) {
      this.body = { publication, bytes: Buffer.allocUnsafe(size + END_OF_BODY), filled: 0 };
      return start;
    }
    if (!endsLine(input, end)) return this.fault('Unknown Protocol Operation', input);
    publication.payload = input.subarray(start, end);
    this.listener.onPublish(publication);
    return end + END_OF_BODY;
  }

  private fill(body: Body, input: Buffer, start: number): number {
    const copied = input.copy(body.bytes, body.filled, start);
    body.filled += copied;
    if (body.filled === body.bytes.length) {
      this.body = null;
      const size = body.bytes.length - END_OF_BODY;
      if (!endsLine(body.bytes, size)) return this.fault('Unknown Protocol Operation', input);
      body.publication.payload = body.bytes.subarray(0, size);
      this.listener.onPublish(body.publication);
    }
    return start + copied;
  }

  private fault(fault: ProtocolFault, input: Buffer): number {
    this.stop();
    this.listener.onFault(fault);
    return input.length;
  }
}

function endsLine(bytes: Buffer, at: number): boolean {
  return bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED;
}

/** Words of a trimmed, non-empty text. Clients put single spaces between them; only the protocol allows more. */
function wordsOf(text: string): string[] {
  return text.includes('\t') || text.includes('  ') ? text.split(/[ \t]+/) : text.split(' ');
}

/** A size as written in a control line, -1 when it is none. */
function sizeOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
