import { ConnectionFailed } from '@moorage/egress';
import type { McpTarget } from '@moorage/domain';

/** Where requests go and what they carry, in the clear: lives only as long as one connection attempt. */
export interface McpAddress {
  url: URL;
  /** By lower-case name. */
  headers: Record<string, string>;
  trusted: boolean;
  /** Whether anything that looks like a credential goes along. */
  withCredentials: boolean;
  /** What must not come back in a message. */
  confidential: string[];
}

/** Header names that belong to the connection itself. */
const RESERVED = /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|content-encoding|accept-encoding|expect|proxy-.*)$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const PLAIN_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;
const NO_CREDENTIAL = /^(accept.*|content-.*|user-agent|origin|referer|.*-version)$/;
const CREDENTIAL_PARAMETER = /key|token|secret|auth|pass|sig|code/i;

/** Opens the secrets of a target. Throws `ConnectionFailed` when they cannot be used. */
export function addressOf({ url: address, headers: secrets, trustedAddress }: McpTarget): McpAddress {
  const url = urlOf(address?.reveal() ?? '');
  const headers = Object.fromEntries(Object.entries(secrets).map(([name, value]) => header(name.toLowerCase(), value.reveal())));
  const userinfo = takeUserinfo(url);
  if (userinfo && !headers.authorization) headers.authorization = `Basic ${Buffer.from(userinfo).toString('base64')}`;
  const withCredentials = Object.keys(headers).some((name) => !NO_CREDENTIAL.test(name)) || [...url.searchParams.keys()].some((name) => CREDENTIAL_PARAMETER.test(name));
  const confidential = [...Object.values(headers), url.pathname, url.search, userinfo];
  return { url, headers, trusted: trustedAddress, withCredentials, confidential };
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
  if (!TOKEN.test(name) || RESERVED.test(name)) throw new ConnectionFailed('HEADER_NOT_ALLOWED', { header: name });
  if (!PLAIN_TEXT.test(value)) throw new ConnectionFailed('CONFIGURATION_NOT_USABLE', { what: `the header ${name}` });
  return [name, value];
}
