import { randomBytes } from 'node:crypto';
import { MIN_MAX_PAYLOAD } from '../limits';
import { Broker } from './broker';

export interface EmbeddedBroker {
  /** `nats://<token>@127.0.0.1:<port>`; the token is new with every start. */
  url: string;
  stop(): Promise<void>;
}

/** Starts the broker of a single machine on loopback, on a free port unless one is given. */
export async function startEmbeddedBroker(options: { port?: number } = {}): Promise<EmbeddedBroker> {
  const token = randomBytes(24).toString('base64url');
  const broker = new Broker({ token, maxPayload: MIN_MAX_PAYLOAD, authTimeoutMs: 2_000, maxPending: 64 * 1024 * 1024 });
  const port = await broker.listen(options.port ?? 0);
  return { url: `nats://${token}@127.0.0.1:${port}`, stop: () => broker.stop() };
}
