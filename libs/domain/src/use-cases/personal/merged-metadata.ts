import { MoorageError } from '../../errors/moorage-error';
import { mergeObject, type JsonObject } from '../../model/json';
import { METADATA_KEYS } from '../../model/metadata';

/** Metadata with a patch merged in. `VALIDATION_ERROR` when there would be too many keys. */
export function mergedMetadata(present: JsonObject, patch: JsonObject | undefined): JsonObject {
  const merged = patch ? mergeObject(present, patch) : present;
  if (Object.keys(merged).length <= METADATA_KEYS) return merged;
  throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'metadata', message: `metadata must have at most ${METADATA_KEYS} keys`, rule: 'maxProperties' }]);
}
