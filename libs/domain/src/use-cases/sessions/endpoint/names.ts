import { shortHash } from './short-hash';

/** What a prefix is made of. */
export interface Prefixable {
  id: string;
  /** The person's own name for it. */
  name: string;
  connectorId: string;
}

/** Longest name of a tool that every assistant takes. */
const LONGEST_NAME = 64;
const LONGEST_PREFIX = 28;
/** A long connector leaves the person's own name at least so much of the prefix. */
const OWN_SHARE = 15;
const ID_HASH = 5;
const NAME_HASH = 8;

/** Connectors that may be anything: they say nothing about a configuration. */
const GENERIC = new Set(['', 'custom_mcp', 'custom', 'mcp']);
/** Words of a name that say nothing either. */
const FILLING = new Set(['', 'my', 'the', 'account', 'connection', 'server']);

/** The form of a name that had to be changed. Whatever looks like one is changed, too, so no name can pose as another's. */
const HASHED = new RegExp(`--[0-9a-z]{${NAME_HASH}}$`);
const PLAIN = /^[A-Za-z0-9_-]+$/;

/**
 * What stands before the names of each configuration, by id: lower-case letters, digits and single `_`, a letter first, at most 28 characters,
 * no two alike. Of those that would be alike the oldest id keeps it, so what is added later changes nobody's names: ask with all configurations
 * of an owner, whichever are shown.
 */
export function prefixesOf(configurations: Prefixable[]): Map<string, string> {
  const prefixes = new Map<string, string>();
  const taken = new Set<string>();
  for (const configuration of [...configurations].sort((a, b) => compare(a.id, b.id))) {
    const prefix = free(taken, plainPrefix(configuration), configuration.id);
    taken.add(prefix);
    prefixes.set(configuration.id, prefix);
  }
  return prefixes;
}

/**
 * Names as an assistant sees them, each with the server's own: `prefix__name`, at most 64 characters, only letters, digits, `_` and `-`. A name that
 * had to be changed for that ends in a hash. No two are alike, also of different prefixes, and the order of `names` changes nothing.
 */
export function prefixed(prefix: string, names: string[]): Map<string, string> {
  const hashed = hashedNames(prefix, names);
  return new Map(names.map((name) => [hashed.get(name) ?? `${prefix}__${name}`, name]));
}

/** A URI, or a template of URIs, with its prefix; see `ownUri`. A URI stays one, for a prefix is the beginning of a scheme. */
export function prefixedUri(prefix: string, uri: string): string {
  return `${schemeOf(prefix)}+${uri}`;
}

/** The server's own form of a URI that has this prefix, or `null` when it has another one. */
export function ownUri(prefix: string, uri: string): string | null {
  const scheme = `${schemeOf(prefix)}+`;
  return uri.startsWith(scheme) ? uri.slice(scheme.length) : null;
}

/** Letters and digits of any text, in words joined by `_`: accents go, and what is not Latin is left out. */
function slug(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '');
}

function plainPrefix({ name, connectorId }: Prefixable): string {
  const connector = lettered(slug(connectorId));
  const own = slug(name);
  if (GENERIC.has(connector)) return cut(lettered(own || connector || 'mcp'), LONGEST_PREFIX);
  if (own.startsWith(connector)) return cut(own, LONGEST_PREFIX);
  const said = own.split('_').filter((word) => !connector.split('_').includes(word));
  if (said.every((word) => FILLING.has(word))) return cut(connector, LONGEST_PREFIX);
  const tail = cut(said.join('_'), Math.max(OWN_SHARE, LONGEST_PREFIX - 1 - connector.length));
  return `${cut(connector, LONGEST_PREFIX - 1 - tail.length)}_${tail}`;
}

/** A letter first, as a scheme has to have it, and as some assistants demand of names. */
function lettered(words: string): string {
  return /^\d/.test(words) ? `mcp_${words}` : words;
}

function cut(words: string, length: number): string {
  return words.slice(0, length).replace(/_$/, '');
}

/** The prefix, or else one that nobody has: with a hash of the id, salted until it is new. */
function free(taken: Set<string>, prefix: string, id: string): string {
  let candidate = prefix;
  for (let salt = 0; taken.has(candidate); salt += 1) {
    candidate = `${cut(prefix, LONGEST_PREFIX - 1 - ID_HASH)}_${shortHash(salted(id, salt), ID_HASH)}`;
  }
  return candidate;
}

function fits(prefix: string, name: string): boolean {
  return name.length <= LONGEST_NAME - prefix.length - 2 && PLAIN.test(name) && !HASHED.test(name);
}

/** By own name, of those that do not fit. Sorted first, so that two with the same hash share it out the same way each time. */
function hashedNames(prefix: string, names: string[]): Map<string, string> {
  const unfit = names.filter((name) => !fits(prefix, name)).sort(compare);
  const taken = new Set<string>();
  const hashed = new Map<string, string>();
  for (const name of new Set(unfit)) {
    const shown = hashedName(prefix, name, taken);
    taken.add(shown);
    hashed.set(name, shown);
  }
  return hashed;
}

function hashedName(prefix: string, name: string, taken: Set<string>): string {
  const readable = name.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '').slice(0, LONGEST_NAME - prefix.length - 4 - NAME_HASH) || 'tool';
  for (let salt = 0; ; salt += 1) {
    const candidate = `${prefix}__${readable}--${shortHash(salted(name, salt), NAME_HASH)}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function salted(text: string, salt: number): string {
  return salt === 0 ? text : `${text}\n${salt}`;
}

function schemeOf(prefix: string): string {
  return prefix.replaceAll('_', '-');
}

/** By code unit, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
