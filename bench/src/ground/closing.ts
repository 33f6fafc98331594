/** Something that runs until it is stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What was started, to be stopped in the opposite order, however the bench ends. */
export class Closing {
  private readonly started: Stoppable[] = [];

  async add<T extends Stoppable>(starting: T | Promise<T>): Promise<T> {
    const started = await starting;
    this.started.push(started);
    return started;
  }

  async run(): Promise<void> {
    for (let next = this.started.pop(); next; next = this.started.pop()) await next.stop().catch(() => undefined);
  }
}
