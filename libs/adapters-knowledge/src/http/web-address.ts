import { ActorFailed } from '../native/actor-failed';

/** An address of the web out of a configuration. `field` tells people which one it is. Throws `VALUE_NOT_USABLE`. */
export function webAddress(text: string, field: string): URL {
  const trimmed = text.trim();
  const why = faultOf(trimmed);
  if (why !== null) throw ActorFailed.of('VALUE_NOT_USABLE', { what: field, why });
  const url = new URL(trimmed);
  url.hash = '';
  return url;
}

/** An address below another. Whatever the path says, it stays on the same server. */
export function below(base: URL, path: string): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/${path.trim().replace(/^\/+/, '')}`);
}

function faultOf(text: string): string | null {
  if (!URL.canParse(text)) return 'it is no address like https://example.com';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'it must begin with https:// or http://';
  return username + password === '' ? null : 'user name and password do not belong into an address';
}
