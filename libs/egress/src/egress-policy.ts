import { networkInterfaces } from 'node:os';
import { addressKind, unwrapped } from './address-kind';
import { AllowList } from './allow-list';
import { ConnectionFailed } from './connection-failed';
import type { Endpoint } from './endpoint';
import { resolveHost, type HostAddress, type Lookup } from './resolve-host';

/** Where a connection is to go, and on whose word. */
export interface Destination extends Endpoint {
  /** The operator configured this address: private networks are then open to it. */
  trusted: boolean;
}

/**
 * Where connections may go. Public addresses: always. Loopback, private and all other ranges: when `EGRESS_ALLOW` lists them;
 * loopback and private also for trusted calls. Link-local and metadata addresses, and the endpoints that `forbidden` names
 * (our own broker and database), never. A host is judged by the addresses it really has at the moment of connecting.
 */
export class EgressPolicy {
  readonly #allowed: AllowList;
  readonly #forbidden: Endpoint[];

  private constructor(allowed: AllowList, forbidden: Endpoint[]) {
    this.#allowed = allowed;
    this.#forbidden = forbidden;
  }

  /** Reads the value of EGRESS_ALLOW. Throws a `VALIDATION_ERROR` that names every broken entry. */
  static parse(allow: string, forbidden: Endpoint[] = []): EgressPolicy {
    return new EgressPolicy(AllowList.parse(allow), forbidden);
  }

  /** Those of the host's addresses that may be used. Rejects when there are none, or when the host cannot be resolved. */
  async addressesOf(to: Destination, lookup: Lookup): Promise<HostAddress[]> {
    const found = await resolveHost(to.host, lookup);
    const isOurs = await this.#forbiddenAt(to.port, lookup);
    const judged = found.map((each) => ({ each, refusal: this.#refusal(to, each.address, isOurs) }));
    const usable = judged.filter(({ refusal }) => refusal === null).map(({ each }) => each);
    if (usable.length > 0) return usable;
    throw judged.find(({ refusal }) => refusal !== null)?.refusal ?? new ConnectionFailed('HOST_NOT_FOUND', { host: to.host });
  }

  #refusal(to: Destination, address: string, isOurs: (address: string) => boolean): ConnectionFailed | null {
    const { reach, words } = addressKind(address);
    if (isOurs(plain(address))) return new ConnectionFailed('ADDRESS_NEVER_ALLOWED', { host: to.host, range: 'the services that this installation runs on' });
    if (reach === 'never') return new ConnectionFailed('ADDRESS_NEVER_ALLOWED', { host: to.host, range: words });
    const open = reach === 'public' || (reach === 'private' && to.trusted) || this.#allowed.includes(to, plain(address));
    return open ? null : new ConnectionFailed('ADDRESS_NOT_ALLOWED', { host: to.host, range: words });
  }

  /** Tells addresses of the forbidden endpoints with this port. What is forbidden on this machine is so under each of its addresses. */
  async #forbiddenAt(port: number, lookup: Lookup): Promise<(address: string) => boolean> {
    const hosts = this.#forbidden.filter((endpoint) => endpoint.port === port).map(({ host }) => host);
    if (hosts.length === 0) return () => false;
    const found = await Promise.all(hosts.map((host) => resolveHost(host, lookup).catch(() => [])));
    const addresses = new Set(found.flat().map(({ address }) => plain(address)));
    const here = addressesOfThisMachine();
    const isHere = (address: string) => here.has(address) || isLocal(address);
    const includesHere = [...addresses].some(isHere);
    return (address) => addresses.has(address) || (includesHere && isHere(address));
  }
}

function isLocal(address: string): boolean {
  const range = unwrapped(address).range();
  return range === 'loopback' || range === 'unspecified';
}

function addressesOfThisMachine(): Set<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => plain(address))));
}

/** One spelling for each address, IPv4 in IPv6 unwrapped. */
function plain(address: string): string {
  return unwrapped(address).toString();
}
