import { isPlainObject, type Json, type JsonObject } from '@moorage/domain';
import { unusable } from '../../http/json-of';
import type { Answer } from '../../http/web';

/** What is at a path within a value; `undefined` where it leads nowhere. */
export function jsonAt(value: Json, path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, name) => (isPlainObject(inner) && Object.hasOwn(inner, name) ? (inner[name] as Json) : undefined), value);
}

/** The records of an answer. Throws `ANSWER_NOT_USABLE` where there is something else. */
export function recordsAt(answer: Pick<Answer, 'url'>, value: Json, path: string[]): JsonObject[] {
  const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
  const found = jsonAt(value, path);
  if (found === undefined) throw unusable(answer, `there is nothing${where}`);
  const records = [found ?? []].flat(1);
  if (!records.every(isPlainObject)) throw unusable(answer, `there are no objects${where}`);
  return records as JsonObject[];
}
