import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

/** A broker under test. Its port and token stay the same when it is started again. */
export interface RunningBroker {
  url: string;
  stop(): Promise<void>;
  /** Ends it without a chance to say goodbye. */
  crash(): Promise<void>;
  /** Starts it after `stop` or `crash`. */
  startAgain(): Promise<void>;
}

export interface BrokerSettings {
  maxPayload: number;
  /** Bytes that may wait for a client that does not read. */
  maxPending: number;
}

export type StartBroker = (settings?: Partial<BrokerSettings>) => Promise<RunningBroker>;

export const SETTINGS: BrokerSettings = { maxPayload: 8 * 1024 * 1024, maxPending: 16 * 1024 * 1024 };
export const TOKEN = 'a-token-for-tests';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
