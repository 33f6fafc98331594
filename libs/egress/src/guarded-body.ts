import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ConnectionFailed } from './connection-failed';
import { failureOfAbort, failureOfError } from './failure-of-error';
import type { StopSignal } from './stop-signal';

/** Whether to go on listening; `stop` closes the body. */
export type Listener = (chunk: Buffer) => 'more' | 'stop';

export interface BodyRules {
  host: string;
  /** Bytes after decoding, past which the body is cut. */
  maxBytes: number;
  signal: StopSignal;
  /** Told once, when nothing more will be read: whether the body was read to its end. */
  done: (complete: boolean) => void;
}

/** The body of an answer: decoded, and cut when it is longer than allowed. Read it once. */
export class GuardedBody {
  constructor(
    private readonly raw: Readable,
    private readonly encoding: string,
    private readonly rules: BodyRules,
  ) {
    // Closing it early makes it complain, also when nobody listens any more.
    raw.on('error', () => undefined);
  }

  /** Gives every chunk to `listener` until it has enough. Rejects with a `ConnectionFailed`. */
  async listen(listener: Listener, maxBytes = this.rules.maxBytes): Promise<void> {
    let complete = false;
    try {
      complete = await this.#pump(listener, maxBytes);
    } catch (error) {
      const { signal, host } = this.rules;
      throw signal.aborted ? failureOfAbort(signal.reason, 'body', host) : failureOfError(error, 'body', host);
    } finally {
      if (!complete) this.raw.destroy();
      this.rules.done(complete);
    }
  }

  async bytes(maxBytes = this.rules.maxBytes): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.listen((chunk) => (chunks.push(chunk), 'more'), maxBytes);
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  }

  async text(maxBytes = this.rules.maxBytes): Promise<string> {
    return (await this.bytes(maxBytes)).toString('utf8');
  }

  /** Lets a body pass whose content does not matter, so that the connection can be used again; a long or slow one is cut. */
  async skip(): Promise<void> {
    const impatient = setTimeout(() => this.raw.destroy(), SKIP_MS);
    await this.listen(() => 'more', SKIP_BYTES).catch(() => undefined);
    clearTimeout(impatient);
  }

  /** Answers whether the body came to its end. */
  #pump(listener: Listener, maxBytes: number): Promise<boolean> {
    const stream = this.#decoded();
    let received = 0;
    return new Promise((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > maxBytes) reject(new ConnectionFailed('ANSWER_TOO_LARGE', { host: this.rules.host, limit: sizeInWords(maxBytes) }));
        else if (listener(chunk) === 'more') return;
        resolve(false);
        stream.destroy();
      });
      // A decoder may come to its end before the connection does.
      stream.once('end', () => resolve(this.raw.readableEnded));
      // Every stream closes in the end, and an error with its stack costs more than the rest of this.
      const closed = () => stream.readableEnded || reject(new ConnectionFailed('CONNECTION_CLOSED', { host: this.rules.host }));
      stream.on('error', reject).once('close', closed);
    });
  }

  #decoded(): Readable {
    const decoder = decoderOf(this.encoding, this.rules.host);
    if (decoder === null) return this.raw;
    this.raw.once('error', (error) => decoder.destroy(error));
    return this.raw.pipe(decoder);
  }
}

const SKIP_BYTES = 64 * 1024;
const SKIP_MS = 250;

function decoderOf(encoding: string, host: string) {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      // Encodings on top of each other, too: nobody needs them, and they multiply.
      throw new ConnectionFailed('INVALID_ANSWER', { host });
  }
}

function sizeInWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}
