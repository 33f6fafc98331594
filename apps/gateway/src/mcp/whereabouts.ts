/** More sessions than these are looked for, at the cost of one more message. */
const MOST = 10_000;

/** Which instance has which session, as far as this gateway has heard. Only hints: losing one costs a message, a wrong one two. */
export class Whereabouts {
  readonly #instances = new Map<string, string>();

  constructor(private readonly most = MOST) {}

  of(sessionId: string): string | undefined {
    return this.#instances.get(sessionId);
  }

  /** The session was met there just now. */
  met(sessionId: string, instance: string): void {
    this.#instances.delete(sessionId);
    this.#instances.set(sessionId, instance);
    const [oldest] = this.#instances.keys();
    if (this.#instances.size > this.most && oldest !== undefined) this.#instances.delete(oldest);
  }

  forget(sessionId: string): void {
    this.#instances.delete(sessionId);
  }
}
