import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { MoorageError } from '@moorage/domain';
import { bareHost, type Endpoint } from './endpoint';

type Entry = (endpoint: Endpoint, address: string) => boolean;

/** The parsed value of EGRESS_ALLOW: what may be reached although it is not public. */
export class AllowList {
  readonly #entries: Entry[];

  private constructor(entries: Entry[]) {
    this.#entries = entries;
  }

  /** Reads entries separated by commas: CIDR or address, host, host:port. Throws one error that names every broken entry by its place. */
  static parse(text: string): AllowList {
    const given = text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
    const entries = given.map(parseEntry);
    const faults = entries.flatMap((entry, index) => (entry === null ? [fault(index + 1)] : []));
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    return new AllowList(entries.filter((entry) => entry !== null));
  }

  /** Whether connecting to `address`, found for `endpoint`, is listed. */
  includes(endpoint: Endpoint, address: string): boolean {
    return this.#entries.some((entry) => entry(endpoint, address));
  }
}

function fault(place: number) {
  return { field: 'EGRESS_ALLOW', message: `entry ${place} of EGRESS_ALLOW is neither a CIDR nor a host nor host:port`, rule: 'egressEntry' };
}

function parseEntry(entry: string): Entry | null {
  if (entry.includes('/')) return ipaddr.isValidCIDR(entry) ? network(entry) : null;
  if (isIP(entry)) return network(`${entry}/${isIP(entry) === 4 ? 32 : 128}`);
  return hostAndPort(entry);
}

function network(cidr: string): Entry {
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return (_endpoint, text) => {
    const address = ipaddr.process(text);
    return address.kind() === base.kind() && address.match(base, bits);
  };
}

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?)(?::(\d{1,5}))?$/i;

function hostAndPort(entry: string): Entry | null {
  const [, name, , digits] = HOST_AND_PORT.exec(entry) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (name === undefined || port === 0 || (port ?? 1) > 65_535) return null;
  const host = bareHost(name);
  if (name.startsWith('[') && !isIP(host)) return null;
  if (/^[\d.]+$/.test(host) && !isIP(host)) return null;
  return (endpoint, address) => (endpoint.host === host || address === host) && (port === undefined || endpoint.port === port);
}
