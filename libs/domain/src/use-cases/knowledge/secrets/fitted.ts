import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import type { Json, JsonObject } from '../../../model/json';
import { SECRET_MASK, type KeptConfiguration } from '../../../model/knowledge/actor';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import { SIZE_LIMITS, sizeFaults } from '../../personal/size-limits';
import { masked } from './masked';
import { fieldAt, pathKey, replacedAt } from './replaced-at';
import { secretPaths } from './secret-paths';

/**
 * A configuration that fits the spec, with the paths of all its secrets: those that the spec marks, and those of `given`, which are stored ones.
 * Rejects with `CONNECTOR_INVALID_CONFIG`, naming every fault and no value, and with `UNPROCESSABLE` when the spec cannot be used.
 */
export function fitted(schemas: JsonSchemas, spec: JsonObject, given: KeptConfiguration): KeptConfiguration {
  const secrets = distinct([...secretPaths(spec, given.configuration), ...given.secrets]);
  const kept = { ...given, secrets };
  const faults = configurationFaults(schemas, spec, kept);
  if (faults.length > 0) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
  return kept;
}

function configurationFaults(schemas: JsonSchemas, spec: JsonObject, kept: KeptConfiguration): FieldFault[] {
  const { configuration } = kept;
  const { configuration: limit } = SIZE_LIMITS;
  // Masks may be longer than what they stand for, and a page of masked ones must fit into a message.
  const tooLarge = [configuration, masked(kept)].flatMap((each) => sizeFaults('configuration', each, limit));
  if (tooLarge[0]) return [tooLarge[0]];
  const unknown = maskFaults(kept);
  const named = new Set(unknown.map(({ field }) => field));
  return [...unknown, ...schemas.faults(spec, configuration, 'configuration').filter(({ field }) => !named.has(field))];
}

/** Masks for which no secret is stored. */
function maskFaults({ configuration, secrets }: KeptConfiguration): FieldFault[] {
  const faults: FieldFault[] = [];
  replacedAt(configuration, secrets, (value, path) => {
    const field = fieldAt(path);
    if (holdsMask(value)) faults.push({ field, message: `${field} is masked, and no secret is stored that it could stand for: enter it`, rule: 'masked' });
    return value;
  });
  return faults;
}

function holdsMask(value: Json): boolean {
  return value === SECRET_MASK || (typeof value === 'object' && value !== null && Object.values(value as JsonObject).some(holdsMask));
}

/** Without doubles, and without what lies inside a secret anyway. */
function distinct(paths: string[][]): string[][] {
  const keys = new Set(paths.map(pathKey));
  const inner = (path: string[]) => path.some((_, length) => keys.has(pathKey(path.slice(0, length))));
  return [...keys].map((key) => JSON.parse(key) as string[]).filter((path) => !inner(path));
}
