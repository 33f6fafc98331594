import { canonicalJson, isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { fieldAt, pathKey } from './replaced-at';

/** Words in the names of fields that say where a connector connects to. */
const ADDRESS_WORDS = new Set(
  'account accounts address addresses bootstrap broker brokers cluster domain domains dsn endpoint endpoints gateway host hosts instance ip port ports proxy server servers shop site subdomain tenant uri uris url urls'.split(' '),
);
const ADDRESS_ENDINGS = /(?:url|uri|host|hostname|server|endpoint|domain)s?$/;

/** Values that are an address whatever their field is called. */
const ADDRESSES = [/:\/\//, /^[\w.-]+:\d{1,5}(?:$|\/)/, /^\d{1,3}(?:\.\d{1,3}){3}$/, /^\[?[\da-f]*:[\da-f:.]*:[\da-f.]*\]?$/i];

/** Fields, as people read them, that lead elsewhere in `after` than in `before`. */
export function movedFields(before: JsonObject, after: JsonObject): string[] {
  const [old, now] = [addressesIn(before), addressesIn(after)];
  const all = new Map([...old, ...now]);
  return [...all.keys()].filter((key) => old.get(key) !== now.get(key)).map((key) => fieldAt(JSON.parse(key) as string[]));
}

function addressesIn(configuration: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: Json, path: string[]): void => {
    const name = path.at(-1);
    if ((name !== undefined && saysAddress(name)) || (typeof value === 'string' && ADDRESSES.some((form) => form.test(value)))) found.set(pathKey(path), canonicalJson(value));
    else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, String(index)]));
    else if (isPlainObject(value)) for (const [key, member] of Object.entries(value as JsonObject)) visit(member, [...path, key]);
  };
  visit(configuration, []);
  return found;
}

function saysAddress(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
  return words.some((word) => ADDRESS_WORDS.has(word) || ADDRESS_ENDINGS.test(word));
}
