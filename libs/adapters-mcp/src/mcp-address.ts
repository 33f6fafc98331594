import { isUsableHeader, type McpTarget } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import type { Confidence } from './mcp-connection';
import { CREDENTIAL_NAME, credentialsIn } from './sent-credentials';

/** Where requests go and what they carry, in the clear: lives only as long as one connection attempt. */
export interface McpAddress extends Confidence {
  url: URL;
  /** By lower-case name. */
  headers: Record<string, string>;
  trusted: boolean;
  /** Whether anything that looks like a credential goes along. */
  withCredentials: boolean;
}

const PLAIN_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;
const NO_CREDENTIAL = /^(accept.*|content-.*|user-agent|origin|referer|.*-version)$/;

/** Opens the secrets of a target. Throws `ConnectionFailed` when they cannot be used. */
export function addressOf({ url: address, headers: secrets, trustedAddress }: McpTarget): McpAddress {
  const url = urlOf(address?.reveal() ?? '');
  const headers = Object.fromEntries(Object.entries(secrets).map(([name, value]) => header(name.toLowerCase(), value.reveal())));
  const userinfo = takeUserinfo(url);
  if (userinfo && !headers.authorization) headers.authorization = `Basic ${Buffer.from(userinfo).toString('base64')}`;
  const withCredentials = Object.keys(headers).some((name) => !NO_CREDENTIAL.test(name)) || [...url.searchParams.keys()].some((name) => CREDENTIAL_NAME.test(name));
  const confidential = [...Object.values(headers), url.pathname, url.search, userinfo];
  return { url, headers, trusted: trustedAddress, withCredentials, confidential, credentials: credentialsIn(url, headers) };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new ConnectionFailed('ADDRESS_INVALID');
  url.hash = '';
  return url;
}

/** `user:password`, which moves from the address into a header, as browsers do it. */
function takeUserinfo(url: URL): string {
  const userinfo = url.username || url.password ? `${decoded(url.username)}:${decoded(url.password)}` : '';
  url.username = '';
  url.password = '';
  return userinfo;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function header(name: string, value: string): [string, string] {
  if (!isUsableHeader(name)) throw new ConnectionFailed('HEADER_NOT_ALLOWED', { header: name });
  if (!PLAIN_TEXT.test(value)) throw new ConnectionFailed('CONFIGURATION_NOT_USABLE', { what: `the header ${name}` });
  return [name, value];
}
