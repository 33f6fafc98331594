import type { NatsConnection } from 'nats';

const PATIENCE_MS = 500;

/** Waits until the broker has seen all that was sent to it; not for long, and in vain when it cannot be reached. */
export async function flushBounded(connection: NatsConnection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([connection.flush().catch(() => undefined), patience]);
  clearTimeout(timer);
}
