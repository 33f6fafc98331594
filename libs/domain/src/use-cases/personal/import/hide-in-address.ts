import { Secret } from '../../../model/secret';
import { isBlank, unusable, type Blank, type Text } from './imported-server';
import { isPlaceholder, looksSecret, namesSecret } from './secret-signs';

const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@/i;

/** Scheme and authority, or what there is of them. */
const HOST = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i;

/** A secret that stands here; a placeholder says only that one belongs here. */
export function foundSecret(name: string, value: string): Blank {
  return { name, secret: true, ...(!isPlaceholder(value) && value.trim() !== '' && { value: Secret.of(value.trim()) }) };
}

/** Settles whether a blank is a secret: it is when its value looks like one, whatever was said of it. */
export function decidedBlank(blank: Blank, otherwise: boolean): Blank {
  const obvious = blank.value !== undefined && looksSecret(blank.value.reveal());
  return { ...blank, secret: obvious || (blank.secret ?? otherwise) };
}

/** The address of a server. User name and password go where HTTP has a place for them; the rest is escaped anew when it is filled in. */
export function hideInServerAddress(url: Text): { url: Text; authorization?: Text } {
  const [first, ...rest] = url;
  const [whole = '', scheme = '', userInfo] = typeof first === 'string' ? (USER_INFO.exec(first) ?? []) : [];
  if (userInfo === undefined) return { url: hideInAddress(url, decoded) };
  const bare = [scheme + String(first).slice(whole.length), ...rest];
  return { url: hideInAddress(bare, decoded), authorization: basicAuthorization(userInfo) };
}

function basicAuthorization(userInfo: string): Text {
  const [user = '', password = ''] = userInfo.split(':').map(decoded);
  if (user === '' || password === '') throw unusable('Its address names a user without a password, or the reverse. Send that as a header instead, and import again.');
  const pair = btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)));
  return ['Basic ', { name: 'user name and password', secret: true, value: Secret.of(pair) }];
}

/** Any address: the password before its host, and what is secret by name or by look in path and query. `read` undoes its escapes. */
export function hideInAddress(text: Text, read: (word: string) => string = (word) => word): Text {
  let before = '';
  let inHost = true;
  return text.flatMap((part): Text => {
    const parameter = parameterBefore(before);
    before = isBlank(part) ? '' : part;
    if (isBlank(part)) return [decidedBlank(part, namesSecret(part.name) || namesSecret(parameter))];
    const [host = ''] = inHost ? (HOST.exec(part) ?? []) : [];
    inHost &&= host.length === part.length;
    return [...inHostPart(host, read), ...afterHost(part.slice(host.length), read)];
  });
}

/** Name of the parameter whose value follows this text. Not by an expression: that would start anew at every `?` of a hostile address. */
function parameterBefore(text: string): string {
  return text.endsWith('=') ? text.slice(Math.max(text.lastIndexOf('?'), text.lastIndexOf('&')) + 1, -1) : '';
}

/** What host names look like says nothing. */
function inHostPart(host: string, read: (word: string) => string): Text {
  const [start = '', scheme = '', userInfo = ''] = USER_INFO.exec(host) ?? [];
  return start === '' ? [host] : [...withPassword(scheme, userInfo, read), host.slice(start.length)];
}

function afterHost(text: string, read: (word: string) => string): Text {
  const [place = '', ...fragments] = text.split('#');
  return [...inWords(place, read), ...fragments.flatMap((fragment) => ['#', ...inWords(fragment, read)])];
}

function withPassword(scheme: string, userInfo: string, read: (word: string) => string): Text {
  const colon = userInfo.indexOf(':');
  if (colon < 0) return [`${scheme}${userInfo}@`];
  return [`${scheme}${userInfo.slice(0, colon)}:`, foundSecret('password', read(userInfo.slice(colon + 1))), '@'];
}

/** Words of path and query, with what stands between them. */
function inWords(place: string, read: (word: string) => string): Text {
  const words = place.split(/([/?&=])/);
  return words.map((word, index) => {
    const parameter = words[index - 1] === '=' ? (words[index - 2] ?? '') : '';
    const isWord = index % 2 === 0 && word !== '';
    return isWord && (looksSecret(read(word)) || namesSecret(parameter)) ? foundSecret(parameter || 'address', read(word)) : word;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unusable('Its address has a broken escape (%). Correct it, and import again.');
  }
}
