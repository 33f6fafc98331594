import type { Socket } from 'node:net';
import { Dial, type ConnectTimings, type DialSettings } from './dial';
import type { EgressPolicy } from './egress-policy';
import type { Endpoint } from './endpoint';
import { failureOfAbort } from './failure-of-error';
import type { GuardedHttpOptions } from './guarded-http';
import { systemLookup } from './resolve-host';

export interface SocketRequest {
  /** Whether TLS begins with the connection. */
  secure?: boolean;
  /** Ends the attempt; what is open then belongs to whoever asked for it. */
  signal: AbortSignal;
}

export interface OpenSocket {
  socket: Socket;
  timings: ConnectTimings;
}

/** The way out for protocols other than HTTP: connections to addresses that the policy has judged. Every error is a `ConnectionFailed`. */
export class GuardedSockets {
  readonly #settings: DialSettings;

  constructor(policy: EgressPolicy, options: GuardedHttpOptions = {}) {
    this.#settings = { policy, lookup: options.lookup ?? systemLookup, authorities: options.authorities ?? [] };
  }

  /** Opens one connection. Whoever asked for it closes it. */
  async open(to: Endpoint, { secure = false, signal }: SocketRequest): Promise<OpenSocket> {
    const dial = new Dial({ ...to, trusted: false }, secure, this.#settings);
    const where = `${to.host}:${to.port}`;
    const late = () => dial.abandon();
    signal.addEventListener('abort', late);
    try {
      signal.throwIfAborted();
      return { socket: await dial.open(), timings: dial.timings };
    } catch (error) {
      throw signal.aborted ? failureOfAbort(signal.reason, dial.phase, where) : error;
    } finally {
      signal.removeEventListener('abort', late);
    }
  }
}
