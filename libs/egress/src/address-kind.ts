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

const OWN_MEANING = new Set(['::', '::1']);
/** The parser takes this spelling of a compatible address for a mapped one. */
const DOTTED_COMPATIBLE = /^::\d+\.\d+\.\d+\.\d+(%.*)?$/;

const PRIVATE_RANGES: Readonly<Record<string, string>> = {
  loopback: 'the loopback addresses of the machine that runs Moorage',
  private: 'a private network',
  uniqueLocal: 'a private network',
  carrierGradeNat: 'the private network of a carrier',
};

/** Tells what kind of address a host has turned out to have. An IPv4 address inside an IPv6 one counts as what it is. */
export function addressKind(text: string): AddressKind {
  const address = unwrapped(text);
  if ([address, ...embedded(address)].some(isForbiddenToAll)) return { reach: 'never', words: 'the link-local and cloud metadata addresses' };
  const range = address.range();
  if (range === 'unicast' && !DOTTED_COMPATIBLE.test(text) && !isCompatible(ipaddr.process(text))) return { reach: 'public', words: 'the public internet' };
  const words = PRIVATE_RANGES[range];
  return words ? { reach: 'private', words } : { reach: 'special', words: 'a range that is set apart for special purposes' };
}

/** An address without the IPv6 that may be wrapped around it: mapped (`::ffff:127.0.0.1`), or compatible (`::127.0.0.1`), which nobody uses any more. */
export function unwrapped(text: string): Address {
  const address = ipaddr.process(text);
  return isCompatible(address) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** Within `::/96`, where `::` and `::1` alone have a meaning of their own. */
function isCompatible(address: Address): boolean {
  return address instanceof ipaddr.IPv6 && address.toByteArray().slice(0, 12).every((byte) => byte === 0) && !OWN_MEANING.has(address.toString());
}

function isForbiddenToAll(address: Address): boolean {
  return address.range() === 'linkLocal' || METADATA.has(address.toString());
}

/** The IPv4 address that an IPv6 address carries for a translator: NAT64, 6to4 and Teredo. */
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
      return [];
  }
}
