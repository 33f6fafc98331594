import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { ConnectionFailed } from './connection-failed';
import type { Destination, EgressPolicy } from './egress-policy';
import { failureOfError, type Phase } from './failure-of-error';
import type { HostAddress, Lookup } from './resolve-host';

/** What every connection of one way out has in common. */
export interface DialSettings {
  policy: EgressPolicy;
  lookup: Lookup;
  /** Certificate authorities, as PEM, that are accepted besides the well-known ones. */
  authorities: string[];
}

/** Milliseconds that the parts of opening a connection took. */
export interface ConnectTimings {
  dnsMs?: number;
  connectMs?: number;
  tlsMs?: number;
}

/**
 * One attempt to open one connection: resolve, judge, connect to the address that was judged, agree on TLS.
 * No session of an earlier connection is resumed, because then the server would not show its certificate again.
 */
export class Dial {
  readonly timings: ConnectTimings = {};
  phase: Phase = 'dns';
  #socket: Socket | undefined;
  #abandoned = false;
  #leave: (reason: ConnectionFailed) => void = () => undefined;

  constructor(
    private readonly to: Destination,
    private readonly secure: boolean,
    private readonly settings: DialSettings,
  ) {}

  /** Rejects with a `ConnectionFailed`. */
  async open(): Promise<Socket> {
    const abandoned = new Promise<never>((_resolve, reject) => (this.#leave = reject));
    try {
      // A name server cannot be told to stop, so what it says is then not waited for.
      return await Promise.race([this.#steps(), abandoned]);
    } catch (error) {
      this.#socket?.destroy();
      throw failureOfError(error, this.phase, this.#where);
    }
  }

  /** Gives up: whatever is open is closed, and `open` rejects. */
  abandon(): void {
    this.#abandoned = true;
    this.#leave(new ConnectionFailed('CANCELLED'));
  }

  /** The host as people see it in the address: with its port, once the port plays a part, unless it is the usual one. */
  get #where(): string {
    const { host, port } = this.to;
    if (this.phase === 'dns' || port === (this.secure ? 443 : 80)) return host;
    return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
  }

  async #steps(): Promise<Socket> {
    const addresses = await this.#timed('dnsMs', isIP(this.to.host) === 0, () => this.settings.policy.addressesOf(this.to, this.settings.lookup));
    this.phase = 'connect';
    const socket = await this.#timed('connectMs', true, () => this.#connect(addresses));
    if (!this.secure) return socket;
    this.phase = 'tls';
    return this.#timed('tlsMs', true, () => this.#secured(socket));
  }

  async #timed<T>(name: keyof ConnectTimings, counts: boolean, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const done = await work();
    if (counts) this.timings[name] = performance.now() - started;
    if (this.#abandoned) throw new ConnectionFailed('CANCELLED');
    return done;
  }

  #connect(addresses: HostAddress[]): Promise<Socket> {
    const { host, port } = this.to;
    const lookup: LookupFunction = (_host, options, callback) => {
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    };
    const socket = connectTcp({ host, port, lookup, autoSelectFamily: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
    return this.#opened(socket, 'connect');
  }

  #secured(plain: Socket): Promise<Socket> {
    const { host } = this.to;
    const { authorities } = this.settings;
    const ca = authorities.length > 0 ? [...rootCertificates, ...authorities] : undefined;
    const socket = connectTls({ socket: plain, host, servername: isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'], ca });
    return this.#opened(socket, 'secureConnect');
  }

  #opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      const closed = () => reject(new ConnectionFailed(event === 'connect' ? 'CONNECTION_CLOSED' : 'TLS_FAILED', { host: this.#where }));
      // The listener for errors stays: one that comes before the HTTP client listens must not end the process.
      socket.once('close', closed).on('error', reject);
      socket.once(event, () => {
        socket.off('close', closed);
        resolve(socket);
      });
    });
  }
}
