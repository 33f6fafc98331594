import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConnectionFailed } from './connection-failed';

export interface HostAddress {
  address: string;
  family: number;
}

/** Finds the addresses of a host name, or rejects as `dns.lookup` does. */
export type Lookup = (host: string) => Promise<HostAddress[]>;

/** What the machine itself would use: hosts file first, then DNS. */
export const systemLookup: Lookup = (host) => lookup(host, { all: true });

const NO_SUCH_HOST = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);

/** The addresses of a host; an IP address is its own. Rejects with `HOST_NOT_FOUND` or `DNS_FAILED`. */
export async function resolveHost(host: string, ask: Lookup): Promise<HostAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  if (cannotExist(host)) throw new ConnectionFailed('HOST_NOT_FOUND', { host });
  try {
    return await ask(host);
  } catch (cause) {
    const { code = '' } = cause as { code?: string };
    throw new ConnectionFailed(NO_SUCH_HOST.has(code) ? 'HOST_NOT_FOUND' : 'DNS_FAILED', { host }, { cause });
  }
}

/** RFC 6761: the domain `invalid` never exists, and a resolver that is offline could not tell. RFC 1035: nor does a name that is too long. */
function cannotExist(host: string): boolean {
  return /(^|\.)invalid$/.test(host) || host.length > 253 || host.split('.').some((label) => label.length > 63);
}
