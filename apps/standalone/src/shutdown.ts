/** Something that was started and has to be ended. */
interface Started {
  close?(): Promise<void>;
  stop?(): Promise<void>;
}

/** Ends what was started, last first, once; one that fails does not keep the others. */
export class Shutdown {
  private readonly started: Started[] = [];

  add<T extends Started>(started: T): T {
    this.started.push(started);
    return started;
  }

  async run(): Promise<void> {
    for (let next = this.started.pop(); next; next = this.started.pop()) {
      await (next.close?.() ?? next.stop?.())?.catch(() => undefined);
    }
  }
}
