/** What one HTTP answer consists of, as it arrives. */
export interface AnswerListener {
  onHead(status: number, head: string): void;
  /** A part of the body, one character for each byte. */
  onText(text: string): void;
  onEnd(): void;
}

const LINE_END = '\r\n';
const HEAD_END = '\r\n\r\n';

/** Reads answers of HTTP/1.1 that follow each other on one connection, with a Content-Length or in chunks, and does nothing else. */
export class AnswerReader {
  private received: Buffer = Buffer.alloc(0);
  /** Bytes of the body, or of its present chunk, that are still to come; -1 while a head is awaited. */
  private missing = -1;
  private chunked = false;

  constructor(private readonly listener: AnswerListener) {}

  feed(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    while (this.step());
  }

  /** Takes what can be taken next; answers whether there may be more. */
  private step(): boolean {
    if (this.missing < 0) return this.readHead();
    if (this.missing > 0) return this.readBody();
    return this.chunked ? this.readSize() : this.end();
  }

  private readHead(): boolean {
    const end = this.received.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = this.take(end + HEAD_END.length).toString('latin1');
    this.chunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    this.missing = this.chunked ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    this.listener.onHead(Number(head.slice(9, 12)), head);
    return true;
  }

  private readBody(): boolean {
    const length = Math.min(this.missing, this.received.length);
    if (length === 0) return false;
    this.listener.onText(this.take(length).toString('latin1'));
    this.missing -= length;
    return true;
  }

  /** Behind every chunk but the first stands an end of line, which belongs to nobody. */
  private readSize(): boolean {
    const start = this.received.indexOf(LINE_END) === 0 ? LINE_END.length : 0;
    const end = this.received.indexOf(LINE_END, start);
    if (end < 0) return false;
    const size = parseInt(this.received.toString('latin1', start, end), 16);
    if (size > 0) this.take(end + LINE_END.length);
    else if (this.received.length < end + HEAD_END.length) return false;
    else this.take(end + HEAD_END.length);
    this.missing = size;
    return size > 0 || this.end();
  }

  private end(): boolean {
    this.missing = -1;
    this.listener.onEnd();
    return this.received.length > 0;
  }

  private take(length: number): Buffer {
    const taken = this.received.subarray(0, length);
    this.received = this.received.subarray(length);
    return taken;
  }
}
