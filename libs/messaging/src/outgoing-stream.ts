import { invariant } from '@moorage/domain';
import { BATCH_SIZE, BYTES_AHEAD, FRAMES_AHEAD } from './limits';
import type { Outbox } from './outbox';
import { refusalOf } from './refusal';
import { encodeFrames, type Bytes, type Refusal } from './wire';

/** Most that a message has around its frames. */
const ENVELOPE = 1024;
/** At most, in UTF-8. */
const BYTES_OF_A_UNIT = 3;

/** How the frames of a stream leave. */
export interface Way {
  /** Where whoever reads tells how far they have come. */
  readonly back: string;
  readonly outbox: Outbox;
  /** Most bytes that a message may have. */
  readonly limit: number;
  /** Publishes a message of the stream, with `back` unless nothing follows. Must not throw. */
  publish(payload: Bytes, back: string | undefined): void;
}

/**
 * The frames of one stream on their way to whoever asked. Frames of one turn of the event loop share a message, and one that is
 * followed by the end at once goes with it. The handler is asked for no more while `FRAMES_AHEAD` frames or `BYTES_AHEAD` have not been taken.
 */
export class OutgoingStream {
  /** JSON of what goes out at the end of this turn. */
  private waiting: string[] = [];
  private waitingSize = 0;
  private published = 0;
  /** Sizes of the frames that were not taken yet, and how many were. */
  private readonly sizes: number[] = [];
  private sizeAhead = 0;
  private taken = 0;
  /** How it ends, as JSON. */
  private ending: string | undefined;
  private failure: Refusal | undefined;
  private isOut = false;
  private onRoom: (() => void) | undefined;
  private readonly flush = () => this.send();

  constructor(private readonly way: Way) {}

  get back(): string {
    return this.way.back;
  }

  /** The error that has ended it. */
  get refusal(): Refusal | undefined {
    return this.failure;
  }

  /** Sends all frames, at the pace of whoever reads them, and then the end; fewer when the stream has been ended meanwhile. */
  async carry(frames: AsyncIterable<unknown>): Promise<void> {
    for await (const frame of frames) {
      if (this.isOver()) return;
      this.add(frame);
      if (this.isFull()) await this.room();
      if (this.isOver()) return;
    }
    this.end(true);
  }

  /** Ends the stream, well or with an error. Only the first end counts. */
  end(how: true | Refusal): void {
    if (this.isOver()) return;
    // Whatever an error has to say fits into a message that no large frame is in.
    if (how !== true && this.waitingSize > BATCH_SIZE) this.send();
    if (how !== true) this.failure = how;
    this.ending = this.sayable(how);
    this.onRoom?.();
    this.way.outbox.send(this.flush);
  }

  /** Whoever reads has taken so many frames altogether. What is no number changes nothing. */
  onTaken(count: number): void {
    for (; this.taken < count && this.sizes.length > 0; this.taken += 1) this.sizeAhead -= this.sizes.shift() as number;
    if (!this.isFull()) this.onRoom?.();
  }

  private isOver(): boolean {
    return this.ending !== undefined;
  }

  private isFull(): boolean {
    return this.sizes.length >= FRAMES_AHEAD || this.sizeAhead >= BYTES_AHEAD;
  }

  private room(): Promise<void> {
    return new Promise((resolve) => (this.onRoom = resolve));
  }

  private add(frame: unknown): void {
    invariant(typeof frame === 'object' && frame !== null, 'A frame of a stream is no object.');
    const json = JSON.stringify(frame);
    invariant(this.fits(json, 1), `A frame is larger than the ${this.way.limit} bytes that the bus carries.`);
    if (this.waitingSize > 0 && this.waitingSize + json.length > BATCH_SIZE) this.send();
    if (this.waiting.length === 0) this.way.outbox.gather(this.flush);
    this.waiting.push(json);
    this.waitingSize += json.length;
    this.sizes.push(json.length);
    this.sizeAhead += json.length;
  }

  private send(): void {
    if (this.isOut || (this.waiting.length === 0 && !this.isOver())) return;
    const payload = encodeFrames(this.published, this.waiting, this.ending);
    this.published += this.waiting.length;
    this.waiting = [];
    this.waitingSize = 0;
    this.isOut = this.isOver();
    this.way.publish(payload, this.isOut ? undefined : this.way.back);
  }

  private sayable(how: true | Refusal): string {
    try {
      const json = JSON.stringify(how);
      invariant(this.fits(json, 2), 'An error is larger than half of what the bus carries.');
      return json;
    } catch (error) {
      return JSON.stringify(refusalOf(error));
    }
  }

  /** Whether a text fits into that part of a message. Counts bytes only of large ones. */
  private fits(json: string, part: number): boolean {
    const room = this.way.limit / part - ENVELOPE;
    return json.length * BYTES_OF_A_UNIT <= room || Buffer.byteLength(json) <= room;
  }
}
