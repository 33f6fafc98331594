import ipaddr from 'ipaddr.js';

/**
 * What an address is to us. `public` may be reached by anyone; `private` (with loopback) by trusted calls and when listed;
 * `special` only when listed; `never` by nobody, whatever is listed.
 */
export type Reach = 'public' | 'private' | 'special' | 'never';

export interface AddressKind {
  reach: Reach;
  /** What the address belongs to, in words for the person who entered it. */
  words: string;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses at which clouds hand out credentials to their machines, beyond those in the link-local range. */
const METADATA = new Set(['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254']);

const PRIVATE_RANGES: Readonly<Record<string, string>> = {
  loopback: 'the loopback addresses of this machine',
  private: 'a private network',
  uniqueLocal: 'a private network',
  carrierGradeNat: 'a carrier’s private network',
};

/** Tells what kind of address a host has turned out to have. An IPv4 address inside an IPv6 one counts as what it is. */
export function addressKind(text: string): AddressKind {
  const address = ipaddr.process(text);
  if ([address, ...embedded(address)].some(isForbiddenToAll)) return { reach: 'never', words: 'the link-local and cloud metadata addresses' };
  const range = address.range();
  if (range === 'unicast') return { reach: 'public', words: 'the public internet' };
  const words = PRIVATE_RANGES[range];
  return words ? { reach: 'private', words } : { reach: 'special', words: 'a range that is set apart for special purposes' };
}

function isForbiddenToAll(address: Address): boolean {
  return address.range() === 'linkLocal' || METADATA.has(address.toString());
}

/** The IPv4 address that an IPv6 address carries for a translator: NAT64, 6to4, Teredo and the old compatible form. */
function embedded(address: Address): ipaddr.IPv4[] {
  if (!(address instanceof ipaddr.IPv6)) return [];
  const bytes = address.toByteArray();
  const last = bytes.slice(12);
  switch (address.range()) {
    case 'rfc6052':
    case 'rfc6145':
      return [new ipaddr.IPv4(last)];
    case '6to4':
      return [new ipaddr.IPv4(bytes.slice(2, 6))];
    case 'teredo':
      return [new ipaddr.IPv4(last.map((byte) => byte ^ 0xff))];
    default:
      return bytes.slice(0, 12).every((byte) => byte === 0) ? [new ipaddr.IPv4(last)] : [];
  }
}
