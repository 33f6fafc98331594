/** What a command may print before it is taken for broken. */
export interface OutputLimits {
  /** Bytes of one line. */
  lineBytes: number;
  /** Bytes of everything, its complaints included. */
  bytes: number;
}

/** Cuts a stream of bytes into lines of text, without the white space around them; empty ones are left out. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #held = 0;

  constructor(
    private readonly longest: number,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Answers whether the line that is still open, and every one that was closed, is within the limit. */
  push(chunk: Buffer): boolean {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (!this.#hold(chunk.subarray(start, end))) return false;
      this.#close();
      start = end + 1;
    }
    return this.#hold(chunk.subarray(start));
  }

  /** Closes the last line, which need not have an end. */
  end(): void {
    this.#close();
  }

  #hold(part: Buffer): boolean {
    this.#parts.push(part);
    this.#held += part.length;
    return this.#held <= this.longest;
  }

  #close(): void {
    const line = Buffer.concat(this.#parts).toString('utf8').trim();
    this.#parts = [];
    this.#held = 0;
    if (line !== '') this.onLine(line);
  }
}
