import type { JsonObject } from '../../../model/json';
import type { KeptConfiguration } from '../../../model/knowledge/actor';
import { secretPaths } from './secret-paths';

/** What is stored, where what `spec` marks as a secret is one, too. Rejects with `UNPROCESSABLE` when that cannot be told for certain. */
export function withMarked(stored: KeptConfiguration, spec: JsonObject): KeptConfiguration {
  return { ...stored, secrets: [...stored.secrets, ...secretPaths(spec, stored.configuration)] };
}
