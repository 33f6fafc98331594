/** A port on a host, as it stands in an address. */
export interface Endpoint {
  /** Host name or IP address, without brackets. */
  host: string;
  port: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'nats:': 4222, 'tls:': 4222, 'postgres:': 5432, 'postgresql:': 5432, 'http:': 80, 'https:': 443 };

/** The endpoints in the value of a variable like NATS_URL: one address, or several separated by commas. */
export function endpointsOf(addresses: string): Endpoint[] {
  const whole = parsed(addresses);
  const urls = whole && !whole.hostname.includes(',') ? [whole] : addresses.split(',').map((each) => parsed(each.trim()));
  return urls.flatMap((url) => (url?.hostname ? [endpointOf(url)] : []));
}

function parsed(address: string): URL | null {
  const text = address.includes('://') ? address : `nats://${address}`;
  return URL.canParse(text) ? new URL(text) : null;
}

export function endpointOf(url: URL): Endpoint {
  return { host: bareHost(url.hostname), port: Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 0) };
}

/** The host without the brackets of an IPv6 address, in lower case and without the dot at its end. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '').toLowerCase();
}
