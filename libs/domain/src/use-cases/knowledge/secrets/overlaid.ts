import { MoorageError } from '../../../errors/moorage-error';
import { canonicalJson, isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { SECRET_MASK, type KeptConfiguration } from '../../../model/knowledge/actor';
import { masked } from './masked';
import { fieldAt, pathKey } from './replaced-at';
import { whatMoved } from './where-it-leads';

/** `merge`: objects member by member, null removes, all else replaces. `replace`: what is not sent is gone. */
export type OverlayMode = 'merge' | 'replace';

/**
 * What is sent, laid over what is stored: a masked secret, and one that a merge does not name, is the stored one. Answers the paths of those, too.
 * Rejects with `CONNECTOR_INVALID_CONFIG` when a stored secret would be sent elsewhere than it was entered for: host, port or URL have changed,
 * or `command`, which is that of the definition now.
 * A mask for which nothing is stored stays; so does one in an item of a list that is not, apart from its secrets, an item as stored.
 */
export function overlaid(stored: KeptConfiguration, sent: JsonObject, { mode, command }: { mode: OverlayMode; command: string[] | undefined }): KeptConfiguration {
  const overlay = new Overlay(stored, mode);
  const next = { configuration: overlay.object(sent, stored.configuration, [], []), ...(command && { command }) };
  const [moved] = overlay.kept.length > 0 ? whatMoved(stored, next) : [];
  if (moved !== undefined) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', overlay.kept.map((path) => enterAgain(path, moved)));
  return { ...next, secrets: overlay.kept };
}

function enterAgain(path: string[], moved: string) {
  const field = fieldAt(path);
  return { field, message: `${field} must be entered again, because ${moved} leads elsewhere now`, rule: 'secretElsewhere' };
}

class Overlay {
  /** Paths in the result that hold a stored secret. */
  readonly kept: string[][] = [];
  readonly #secrets: Set<string>;
  readonly #shown: JsonObject;

  constructor(
    stored: KeptConfiguration,
    private readonly mode: OverlayMode,
  ) {
    this.#secrets = new Set(stored.secrets.map(pathKey));
    this.#shown = masked(stored);
  }

  /** `from` is where `stored` stands among what is stored, `to` where the outcome will stand. */
  object(sent: JsonObject, stored: JsonObject, from: string[], to: string[]): JsonObject {
    const names = this.mode === 'merge' ? Object.keys({ ...stored, ...sent }) : Object.keys(sent);
    const members = names.filter((name) => sent[name] !== null).map((name) => {
      const [at, into] = [[...from, name], [...to, name]];
      const before = Object.hasOwn(stored, name) ? stored[name] : undefined;
      return [name, Object.hasOwn(sent, name) ? this.#value(sent[name] as Json, before, at, into) : this.#untouched(before as Json, at, into)] as const;
    });
    return Object.fromEntries(members);
  }

  #value(sent: Json, stored: Json | undefined, from: string[], to: string[]): Json {
    if (this.#secrets.has(pathKey(from))) return sent === SECRET_MASK && stored !== undefined ? this.#untouched(stored, from, to) : sent;
    if (isPlainObject(sent)) return this.object(sent as JsonObject, isPlainObject(stored) ? (stored as JsonObject) : {}, from, to);
    if (Array.isArray(sent) && Array.isArray(stored)) return this.#list(sent, stored, from, to);
    return sent;
  }

  /** Items have no names: only one that looks as it was shown is known to be the same. */
  #list(sent: Json[], stored: Json[], from: string[], to: string[]): Json[] {
    const shown = (valueAt(this.#shown, from) as Json[]).map(canonicalJson);
    return sent.map((item, index) => {
      const same = shown.flatMap((text, place) => (text === canonicalJson(item) ? [place] : []));
      const place = sent.length === stored.length && same.includes(index) ? index : same.length === 1 ? same[0] : undefined;
      return place === undefined ? item : this.#untouched(stored[place] as Json, [...from, String(place)], [...to, String(index)]);
    });
  }

  #untouched(stored: Json, from: string[], to: string[]): Json {
    if (this.#secrets.has(pathKey(from))) this.kept.push(to);
    else if (typeof stored === 'object' && stored !== null) for (const [name, inner] of Object.entries(stored)) this.#untouched(inner as Json, [...from, name], [...to, name]);
    return stored;
  }
}

function valueAt(value: Json, path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((here, step) => (typeof here === 'object' && here !== null ? (here as JsonObject)[step] : undefined), value);
}
