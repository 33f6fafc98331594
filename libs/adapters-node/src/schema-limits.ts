import type { JsonObject } from '@moorage/domain';

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 64;

/** Dialects that real schemas declare. All are read as 2020-12; where that gives them no meaning, its meta-schema refuses them. */
const DIALECTS = /^https?:\/\/json-schema\.org\/(draft\/2020-12|draft\/2019-09|draft-07|draft-06)\/schema#?$/;

/** What can be said against a schema without compiling it, or `null`. */
export function limitBroken(schema: JsonObject): string | null {
  if (deeperThan(schema, MAX_DEPTH)) return `it is nested more than ${MAX_DEPTH} levels deep`;
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_BYTES) return `it is larger than ${MAX_BYTES / 1024} KiB`;
  const dialect = schema.$schema;
  if (dialect !== undefined && !(typeof dialect === 'string' && DIALECTS.test(dialect))) return 'its $schema is not JSON Schema 2020-12';
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
