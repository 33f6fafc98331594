import { MoorageError, type Log } from '@moorage/domain';
import { connect, ErrorCode, NatsError, type NatsConnection } from 'nats';
import { MIN_MAX_PAYLOAD } from './limits';
import { readNatsAddress, type NatsAddress } from './nats-address';

export interface NatsOptions {
  url: string;
  /** Shown in the connection list of the broker. */
  name: string;
  log: Log;
  /** Milliseconds to wait for a broker that is still starting. */
  patienceMs?: number;
}

const RETRY_MS = 250;
const ATTEMPT_MS = 2_000;

/**
 * Connects, and stays connected: a connection that is lost later is sought for ever. Rejects with one line for the operator
 * when the broker does not answer in time, refuses the credentials, or carries messages smaller than ours.
 */
export async function connectNats({ url, name, log, patienceMs = 20_000 }: NatsOptions): Promise<NatsConnection> {
  const address = readNatsAddress(url);
  const connection = await firstConnection(address, name, log, patienceMs);
  const allowed = connection.info?.max_payload ?? 0;
  if (allowed >= MIN_MAX_PAYLOAD) return connection;
  await connection.close();
  throw refusal(`NATS at ${address.shown} carries messages of at most ${allowed} bytes; set max_payload: 8MB in its configuration.`);
}

/** The client has an option to wait for the first connection, but it can be neither limited nor ended. */
async function firstConnection(address: NatsAddress, name: string, log: Log, patienceMs: number): Promise<NatsConnection> {
  const end = performance.now() + patienceMs;
  for (let waiting = false; ; waiting = true) {
    try {
      return await attempt(address, name);
    } catch (error) {
      if (isAuthError(error)) throw refusal(`NATS at ${address.shown} refused the credentials. Correct the user, password or token in NATS_URL.`, error);
      if (performance.now() + RETRY_MS > end) throw refusal(`NATS at ${address.shown} did not answer within ${patienceMs / 1000} s. Check that it is running and that NATS_URL is right.`, error);
      if (!waiting) log.info(`waiting for NATS at ${address.shown}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function attempt({ options }: NatsAddress, name: string): Promise<NatsConnection> {
  return connect({
    ...options,
    name,
    timeout: ATTEMPT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    // Without it the second refusal in a row, as while a cluster changes its passwords, would end reconnecting for good.
    ignoreAuthErrorAbort: true,
    // A peer that vanished without a word is noticed after a minute instead of six.
    pingInterval: 20_000,
    // Stack traces of every request cost a fifth of the throughput.
    noAsyncTraces: true,
  });
}

function isAuthError(error: unknown): boolean {
  return error instanceof NatsError && [ErrorCode.AuthorizationViolation, ErrorCode.AuthenticationTimeout].some((code) => code === error.code);
}

function refusal(message: string, cause?: unknown): MoorageError {
  return new MoorageError('SERVICE_UNAVAILABLE', { message, cause });
}
