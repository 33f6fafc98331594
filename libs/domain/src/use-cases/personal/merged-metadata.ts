import { MoorageError } from '../../errors/moorage-error';
import { mergeObject, type JsonObject } from '../../model/json';
import { METADATA_KEYS } from '../../model/metadata';
import { SIZE_LIMITS, sizeFaults } from './size-limits';

/** Metadata with a patch merged in. `VALIDATION_ERROR` when there would be too many keys, or too much in them. */
export function mergedMetadata(present: JsonObject, patch: JsonObject | undefined): JsonObject {
  const merged = patch ? mergeObject(present, patch) : present;
  const tooMany = { field: 'metadata', message: `metadata must have at most ${METADATA_KEYS} keys`, rule: 'maxProperties' };
  const faults = [...(Object.keys(merged).length > METADATA_KEYS ? [tooMany] : []), ...sizeFaults('metadata', merged, SIZE_LIMITS.metadata)];
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
  return merged;
}
