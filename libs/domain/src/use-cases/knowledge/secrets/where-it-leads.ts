import { canonicalJson, isPlainObject, type Json, type JsonObject } from '../../../model/json';
import type { KeptConfiguration } from '../../../model/knowledge/actor';
import { fieldAt, pathKey } from './replaced-at';

/** Words in the names of fields that say where a connector connects to. */
const ADDRESS_WORDS = new Set(
  'account accounts address addresses bootstrap broker brokers cluster domain domains dsn endpoint endpoints gateway host hosts instance ip port ports proxy server servers shop site subdomain tenant uri uris url urls'.split(' '),
);
const ADDRESS_ENDINGS = /(?:url|uri|host|hostname|server|endpoint|domain)s?$/;

/** Values that are an address whatever their field is called: a URL, host and port, what `ssh` and `git` take, IPv4, IPv6. */
const ADDRESSES = [/:\/\//, /^[\w.-]+:\d{1,5}(?:$|[/?#])/, /^[\w.-]+@[\w.-]+:/, /^\d{1,3}(?:\.\d{1,3}){3}(?:$|[:/])/, /^\[?[\da-f]*:[\da-f:.]*:[\da-f.]*\]?(?:$|[:/])/i];

type Led = Pick<KeptConfiguration, 'configuration' | 'command'>;

/** What leads elsewhere in `after` than in `before`, as people call it: the command that gets the configuration, and fields. */
export function whatMoved(before: Led, after: Led): string[] {
  const [old, now] = [addressesIn(before.configuration), addressesIn(after.configuration)];
  const keys = [...new Map([...old, ...now]).keys()].filter((key) => old.get(key) !== now.get(key));
  return [...(sameCommand(before, after) ? [] : ['the command of the definition']), ...keys.map((key) => fieldAt(JSON.parse(key) as string[]))];
}

/** Whether both are the same command word by word, or both none. Which word decides where a secret goes nobody can tell from outside. */
export function sameCommand(one: Pick<Led, 'command'>, other: Pick<Led, 'command'>): boolean {
  return canonicalJson(one.command ?? null) === canonicalJson(other.command ?? null);
}

function addressesIn(configuration: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: Json, path: string[]): void => {
    const name = path.at(-1);
    if ((name !== undefined && saysAddress(name)) || (typeof value === 'string' && ADDRESSES.some((form) => form.test(value.trim())))) found.set(pathKey(path), canonicalJson(value));
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
