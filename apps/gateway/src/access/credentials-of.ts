import type { IncomingHttpHeaders } from 'node:http';
import type { ShownCredentials } from '@moorage/domain';

const BEARER = /^Bearer +([^\s]+) *$/i;

/** What a request shows in its headers. Access tokens are for `Authorization` alone. */
export function credentialsOf(headers: IncomingHttpHeaders): ShownCredentials {
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1];
  const apiKey = single(headers['x-api-key']) ?? single(headers['api-key']);
  return { ...(bearer && { bearer }), ...(apiKey && { apiKey }) };
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header.trim() !== '' ? header.trim() : undefined;
}
