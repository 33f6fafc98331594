import type { JsonObject } from '@moorage/domain';

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 64;

/** Dialects that real schemas declare, each read as the one of ours that gives it its meaning, or refused by the meta-schema of that. */
const DIALECTS = /^https?:\/\/json-schema\.org\/(?:(draft\/2020-12|draft\/2019-09)|draft-07|draft-06)\/schema#?$/;

export type Dialect = '2020-12' | 'draft-07';

/** The dialect that `$schema` asks for; 2020-12 when it is absent, `null` when it is none of ours. */
export function dialectOf({ $schema = 'https://json-schema.org/draft/2020-12/schema' }: JsonObject): Dialect | null {
  const named = typeof $schema === 'string' ? DIALECTS.exec($schema) : null;
  return named && (named[1] === undefined ? 'draft-07' : '2020-12');
}

/** What can be said against a schema without compiling it, or `null`. */
export function limitBroken(schema: JsonObject): string | null {
  if (deeperThan(schema, MAX_DEPTH)) return `it is nested more than ${MAX_DEPTH} levels deep`;
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_BYTES) return `it is larger than ${MAX_BYTES / 1024} KiB`;
  if (dialectOf(schema) === null) return 'its $schema is neither JSON Schema 2020-12 nor draft-07';
  if (schema.$async !== undefined) return 'it uses $async, which is not part of JSON Schema';
  return null;
}

/** Level by level instead of recursion: a hostile value must not exhaust the stack. */
function deeperThan(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
