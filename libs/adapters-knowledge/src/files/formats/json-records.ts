import { isPlainObject, type JsonObject } from '@moorage/domain';
import type { StoredFile } from '../file-store';
import type { FileFormat } from './file-format';
import { MAX_RECORD_LENGTH, textOf, unreadable } from './text-of';

/** The objects of a file that has one on each line. Empty lines are passed over. */
export async function* recordsOfJsonLines(content: AsyncIterable<Buffer>, file: StoredFile, format: FileFormat): AsyncIterable<JsonObject> {
  let rest = '';
  let line = 0;
  for await (const text of textOf(content, file, format)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_RECORD_LENGTH) throw unreadable(file, format, `line ${line + lines.length + 1} is too long`);
    for (const each of lines) yield* objectsIn(each, file, format, `line ${(line += 1)}`);
  }
  yield* objectsIn(rest, file, format, `line ${line + 1}`);
}

/** The objects of a file that is one JSON text. */
export async function* recordsOfJson(content: AsyncIterable<Buffer>, file: StoredFile, format: FileFormat): AsyncIterable<JsonObject> {
  let whole = '';
  for await (const text of textOf(content, file, format)) {
    whole += text;
    if (whole.length > MAX_RECORD_LENGTH) throw unreadable(file, format, 'it is too long for one JSON text; JSON lines may be longer');
  }
  yield* objectsIn(whole, file, format, 'it');
}

function objectsIn(text: string, file: StoredFile, format: FileFormat, place: string): JsonObject[] {
  if (text.trim() === '') return [];
  const value = parsed(text);
  const objects = format.filetype === 'json' && Array.isArray(value) ? value : [value];
  if (!objects.every(isPlainObject)) throw unreadable(file, format, `${place} is not ${format.filetype === 'json' ? 'an object or a list of objects' : 'a JSON object'}`);
  return objects as JsonObject[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
