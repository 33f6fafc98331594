import type { IncomingHttpHeaders } from 'node:http';

const BEARER = /^Bearer +([^\s]+) *$/i;

/** The key that a request carries, in any of the three headers; `Authorization` wins. */
export function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1];
  return bearer ?? single(headers['x-api-key']) ?? single(headers['api-key']);
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header.trim() !== '' ? header.trim() : undefined;
}
