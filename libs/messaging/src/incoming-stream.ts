import type { MoorageError } from '@moorage/domain';
import { FrameQueue } from './frame-queue';
import { BYTES_AHEAD, FRAMES_AHEAD } from './limits';
import { OpenQuestion, type Asked, type Hearer, type Line } from './open-question';
import { encode, readFrames, type Bytes, type Frames, type Refusal } from './wire';

/** The client that a stream belongs to. */
export interface StreamOwner<Frame> {
  /** It begins. Answers why it cannot. */
  onBegin(): MoorageError | undefined;
  /** It has ended, in whichever way; once. */
  onEnd(error: MoorageError | undefined): void;
  /** A frame, checked where that is asked for. Throws what breaks the definition. */
  frameOf(said: object): Frame;
  errorOf(refusal: Refusal): MoorageError;
  /** The error for what no service of ours says. */
  unexpected(what: string): MoorageError;
}

/**
 * The frames of one stream, for one reader. It is asked for with the first `next`; `return` leaves it. The service hears how far its reader
 * has come, so that no more than `FRAMES_AHEAD` frames, or `BYTES_AHEAD` and one frame, wait here.
 */
export class IncomingStream<Frame extends object> implements AsyncIterableIterator<Frame, undefined>, Hearer {
  private readonly queue = new FrameQueue<Frame>((bytes) => this.took(bytes));
  private question: OpenQuestion | undefined;
  private over = false;
  /** Where the instance that answers hears how far its reader has come. */
  private back: string | undefined;
  private come = 0;
  private taken = 0;
  /** How much of `taken` the instance has been told, and the bytes since then. */
  private told = 0;
  private untoldBytes = 0;

  constructor(
    private readonly line: Line,
    private readonly asked: Asked,
    private readonly owner: StreamOwner<Frame>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Frame, undefined>> {
    if (!this.question && !this.over) this.open();
    return this.queue.next();
  }

  async return(): Promise<IteratorResult<Frame, undefined>> {
    this.queue.drop();
    if (this.question && !this.over) this.question.leave();
    this.end();
    return { done: true, value: undefined };
  }

  onAnswer(bytes: Bytes, back?: string): void {
    try {
      const said = readFrames(bytes);
      if (!said) throw this.owner.unexpected('what is no part of a stream');
      this.back = back;
      this.hear(said, bytes.length);
    } catch (error) {
      this.question?.leave();
      this.end(error as MoorageError);
    }
  }

  onFailure(error: MoorageError): void {
    if (this.asked.context.signal?.aborted) this.queue.drop(error);
    this.end(error);
  }

  private open(): void {
    const obstacle = this.owner.onBegin();
    if (obstacle) this.end(obstacle);
    else this.question = new OpenQuestion(this.line, this.asked, this);
  }

  private hear({ first, frames, end }: Frames, bytes: number): void {
    const error = end && end !== true ? this.owner.errorOf(end) : undefined;
    if (first === this.come) this.pass(frames, bytes);
    else if (!error) throw this.owner.unexpected(`frame ${first} when ${this.come} was due`);
    if (!end) return;
    this.question?.settle();
    this.end(error);
  }

  /** The bytes of a message count as taken with its last frame. */
  private pass(frames: object[], bytes: number): void {
    this.come += frames.length;
    const last = frames.length - 1;
    for (const [index, frame] of frames.entries()) this.queue.push(this.owner.frameOf(frame), index === last ? bytes : 0);
  }

  private took(bytes: number): void {
    this.taken += 1;
    this.untoldBytes += bytes;
    const isFar = this.taken - this.told >= FRAMES_AHEAD / 2 || this.untoldBytes >= BYTES_AHEAD / 2;
    if (isFar && this.back !== undefined) this.tell(this.back);
  }

  private tell(back: string): void {
    this.told = this.taken;
    this.untoldBytes = 0;
    const taken = encode(this.taken);
    this.line.outbox.send(() => {
      if (this.line.connected) this.line.connection.publish(back, taken);
    });
  }

  private end(error?: MoorageError): void {
    if (this.over) return;
    this.over = true;
    this.back = undefined;
    this.queue.end(error);
    this.owner.onEnd(error);
  }
}
