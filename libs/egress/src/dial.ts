import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import type { ConnectTimings } from './connect-timings';
import { ConnectionFailed } from './connection-failed';
import type { Destination, EgressPolicy } from './egress-policy';
import { failureOfError, type Phase } from './failure-of-error';
import type { HostAddress, Lookup } from './resolve-host';
import { opened, secured } from './secured';

/** What every connection of one way out has in common. */
export interface DialSettings {
  policy: EgressPolicy;
  lookup: Lookup;
  /** Certificate authorities, as PEM, that are accepted besides the well-known ones. */
  authorities: string[];
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
      throw this.failed(failureOfError(error, this.phase, this.where));
    }
  }

  /** Gives up: whatever is open is closed, and `open` rejects. */
  abandon(): void {
    this.#abandoned = true;
    this.#leave(new ConnectionFailed('CANCELLED'));
  }

  /** The failure with what had succeeded before. */
  failed(failure: ConnectionFailed): ConnectionFailed {
    Object.assign(failure.timings, this.timings);
    return failure;
  }

  /** The host as people see it in the address: with its port, once the port plays a part, unless it is the usual one. */
  get where(): string {
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
    this.#socket = socket;
    return opened(socket, 'connect', new ConnectionFailed('CONNECTION_CLOSED', { host: this.where }));
  }

  #secured(plain: Socket): Promise<Socket> {
    const { authorities } = this.settings;
    return secured(plain, this.to.host, { verify: 'identity', authorities, protocols: ['http/1.1'] }, this.where);
  }
}
