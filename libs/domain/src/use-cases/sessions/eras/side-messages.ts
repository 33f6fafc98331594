import type { RpcMessage } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Upstream } from '../../../ports/upstreams.port';

/** How long a server may take to take one. */
const TAKEN_MS = 5_000;

/** What a server is told while nobody waits for it: that a request is cancelled, that it cannot ask what it asked. */
export class SideMessages {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly inner: Upstream,
    private readonly clock: Clock,
  ) {}

  tell(message: RpcMessage): void {
    const over = new AbortController();
    const late = this.clock.wait(TAKEN_MS, over.signal).catch(() => undefined);
    const sent = Promise.race([this.inner.send(message, { signal: over.signal, onMessage: () => undefined }), late]).finally(() => {
      over.abort();
      this.underWay.delete(sent);
    });
    this.underWay.add(sent);
  }

  /** Resolves when all were taken, or took too long. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }
}
