interface Waiting<Frame> {
  resolve(result: IteratorResult<Frame, undefined>): void;
  reject(error: Error): void;
}

/** Frames that have come and were not yet taken, and whoever waits for the next one. */
export class FrameQueue<Frame> {
  private frames: { frame: Frame; bytes: number }[] = [];
  private readonly waiting: Waiting<Frame>[] = [];
  private over = false;
  /** Told once, after the last frame. */
  private error: Error | undefined;

  /** `onTaken` hears of each frame that is taken, and of its bytes. */
  constructor(private readonly onTaken: (bytes: number) => void) {}

  push(frame: Frame, bytes: number): void {
    const first = this.waiting.shift();
    if (first) this.hand({ frame, bytes }, first.resolve);
    else this.frames.push({ frame, bytes });
  }

  /** Nothing more comes: after what is here the frames end, with an error when there is one. */
  end(error?: Error): void {
    if (this.over) return;
    this.over = true;
    this.error = error;
    for (const each of this.waiting.splice(0)) this.tellEnd(each);
  }

  /** As `end`, without what is still here. */
  drop(error?: Error): void {
    this.frames = [];
    this.end(error);
  }

  next(): Promise<IteratorResult<Frame, undefined>> {
    return new Promise((resolve, reject) => {
      const first = this.frames.shift();
      if (first) this.hand(first, resolve);
      else if (this.over) this.tellEnd({ resolve, reject });
      else this.waiting.push({ resolve, reject });
    });
  }

  private hand({ frame, bytes }: { frame: Frame; bytes: number }, resolve: Waiting<Frame>['resolve']): void {
    resolve({ done: false, value: frame });
    this.onTaken(bytes);
  }

  private tellEnd({ resolve, reject }: Waiting<Frame>): void {
    const { error } = this;
    this.error = undefined;
    if (error) reject(error);
    else resolve({ done: true, value: undefined });
  }
}
