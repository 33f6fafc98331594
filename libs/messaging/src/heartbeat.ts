import { Empty, headers, type NatsConnection } from 'nats';
import type { Delivery } from './delivery';
import { HEADERS } from './wire';

/** Tells whoever waits for long that an instance still works on it: when it is killed they hear nothing any more, and need not wait for their deadline. */
export class Heartbeat {
  private readonly timer: NodeJS.Timeout;
  private readonly sign = headers();

  constructor(
    private readonly connection: NatsConnection,
    private readonly deliveries: ReadonlyMap<string, Delivery>,
    private readonly everyMs: number,
  ) {
    this.sign.set(HEADERS.working, '1');
    this.timer = setInterval(() => this.beat(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    if (this.connection.isClosed()) return;
    for (const { reply, back, ageMs, isAwaited } of this.deliveries.values()) if (isAwaited && ageMs >= this.everyMs) this.connection.publish(reply, Empty, { headers: this.sign, reply: back });
  }
}
