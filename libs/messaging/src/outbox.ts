import type { InFlight } from './in-flight';

/**
 * Keeps what is to be published until the end of this turn of the event loop. The client of NATS writes to its connection after every event
 * that published something; while many requests are under way, one write for all of them saves this process, the broker, and whoever receives
 * them most of the work. What is under way alone waits for nothing.
 */
export class Outbox {
  private waiting: (() => void)[] = [];

  constructor(private readonly underWay: InFlight) {}

  /** Calls `publish`, which must not throw, soon and in the order of sending. */
  send(publish: () => void): void {
    this.waiting.push(publish);
    if (this.underWay.size <= 1) this.empty();
    else if (this.waiting.length === 1) setImmediate(() => this.empty());
  }

  /** Calls `publish`, which must not throw, at the end of this turn, for what may still become more until then. What is sent before takes it along. */
  gather(publish: () => void): void {
    this.waiting.push(publish);
    if (this.waiting.length === 1) setImmediate(() => this.empty());
  }

  /** Publishes at once what is still waiting. */
  empty(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const publish of waiting) publish();
  }
}
