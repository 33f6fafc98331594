import type { Socket } from 'node:net';
import type { ConnectTimings } from './connect-timings';
import { Dial, type DialSettings } from './dial';
import type { EgressPolicy } from './egress-policy';
import type { Endpoint } from './endpoint';
import { failureOfAbort, failureOfError } from './failure-of-error';
import type { GuardedHttpOptions } from './guarded-http';
import { systemLookup } from './resolve-host';
import { secured, type TlsDemands } from './secured';

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

/**
 * The way out for protocols other than HTTP: connections to addresses that the policy has judged. Every error is a `ConnectionFailed`,
 * which knows the timings of what had succeeded.
 */
export class GuardedSockets {
  readonly #settings: DialSettings;

  constructor(policy: EgressPolicy, options: GuardedHttpOptions = {}) {
    this.#settings = { policy, lookup: options.lookup ?? systemLookup, authorities: options.authorities ?? [] };
  }

  /** Opens one connection. Whoever asked for it closes it. */
  async open(to: Endpoint, { secure = false, signal }: SocketRequest): Promise<OpenSocket> {
    const dial = new Dial({ ...to, trusted: false }, secure, this.#settings);
    const late = () => dial.abandon();
    signal.addEventListener('abort', late);
    try {
      signal.throwIfAborted();
      return { socket: await dial.open(), timings: dial.timings };
    } catch (error) {
      throw signal.aborted ? dial.failed(failureOfAbort(signal.reason, dial.phase, dial.where)) : error;
    } finally {
      signal.removeEventListener('abort', late);
    }
  }

  /** Agrees on TLS over a connection that `open` has opened without it; the connection is closed when that fails. */
  async secure({ socket, timings }: OpenSocket, to: Endpoint, demands: TlsDemands, signal: AbortSignal): Promise<OpenSocket> {
    const began = performance.now();
    const where = `${to.host}:${to.port}`;
    const late = () => socket.destroy();
    signal.addEventListener('abort', late);
    try {
      signal.throwIfAborted();
      const safe = await secured(socket, to.host, { authorities: this.#settings.authorities, ...demands }, where);
      return { socket: safe, timings: { ...timings, tlsMs: performance.now() - began } };
    } catch (error) {
      socket.destroy();
      const failed = signal.aborted ? failureOfAbort(signal.reason, 'tls', where) : failureOfError(error, 'tls', where);
      Object.assign(failed.timings, timings);
      throw failed;
    } finally {
      signal.removeEventListener('abort', late);
    }
  }
}
