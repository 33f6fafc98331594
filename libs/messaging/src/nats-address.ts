import { MoorageError } from '@moorage/domain';
import type { ConnectionOptions } from 'nats';

/** `NATS_URL` in the form the client wants, and without secrets for people. */
export interface NatsAddress {
  /** `host:port, …`: what log lines and errors may show. */
  shown: string;
  options: Pick<ConnectionOptions, 'servers' | 'token' | 'user' | 'pass' | 'tls'>;
}

/**
 * Reads `nats://host:port`, with `token@` or `user:password@` before the host, several of a cluster separated by commas.
 * The credentials of the first hold for all; `tls://` insists on TLS. The client itself would ignore all of that.
 */
export function readNatsAddress(url: string): NatsAddress {
  const urls = url.split(',').map((part) => parse(part.trim()));
  const servers = urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`);
  const [first] = urls as [URL];
  const [user, pass] = [decode(first.username), decode(first.password)];
  const credentials = pass !== '' ? { user, pass } : user !== '' ? { token: user } : {};
  return { shown: servers.join(', '), options: { servers, ...credentials, ...(first.protocol === 'tls:' && { tls: {} }) } };
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.hostname && ['nats:', 'tls:'].includes(url.protocol)) return url;
  throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The address of NATS has to look like nats://host:4222 or nats://token@host:4222.' });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a password with a bare % was not encoded in the first place
  }
}
