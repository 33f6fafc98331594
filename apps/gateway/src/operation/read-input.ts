import { fieldsOf, messageFaults, type FieldRecord } from '@moorage/contracts';
import { idPattern, ID_PREFIXES, isPlainObject, MoorageError, type ErrorCode, type FieldFault, type IdKind } from '@moorage/domain';
import { bodyPart } from './body-part';
import { placeOf, wireNameOf } from './input-part';
import type { OperationRecord } from './operation';
import { queryPart } from './query-part';
import { textFaults } from './text-faults';

/** The parts of a request that an input is read from. */
export interface RequestParts {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** More than anyone will read at once. */
const MAX_FAULTS = 100;

const ABSENCE: Record<IdKind, ErrorCode> = {
  organization: 'ORGANIZATION_NOT_FOUND',
  user: 'USER_NOT_FOUND',
  apiKey: 'API_KEY_NOT_FOUND',
  connector: 'CONNECTOR_NOT_FOUND',
  configuration: 'CONFIGURATION_NOT_FOUND',
  check: 'NOT_FOUND',
};

/** Collections that stand beside an id: a method they lack is no absent thing. */
const COLLECTIONS = new Set(['configurations']);

/**
 * Puts the input of an operation together from path, query and body, each field taken from its place, and checks it.
 * An id in the path that cannot exist is not found; every other fault is listed, with all the rest, in one `VALIDATION_ERROR`.
 */
export function readInput(operation: OperationRecord, request: RequestParts): object {
  const { input, method } = operation;
  const fields = fieldsOf(input);
  const at = (place: string) => fields.filter((field) => placeOf(field, method) === place);
  const params = request.params as Record<string, string>;
  const path = pathMembers(at('path'), params);
  const query = queryPart(at('query'), request.query as Record<string, unknown>);
  const body = bodyPart(at('body'), request.body, params);
  const members = { ...path, ...query.members, ...body.members };
  const unsafe = [...textFaults(query.members), ...textFaults(body.members)];
  const { instance, faults } = unsafe.length > 0 ? { instance: {}, faults: unsafe } : messageFaults(input, members);
  const given = request.body ?? {};
  const further = operation.faults && isPlainObject(given) ? operation.faults(given) : [];
  const all = onePerField([...query.faults, ...body.faults, ...faults, ...further]);
  if (all.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', all.slice(0, MAX_FAULTS));
  return instance;
}

function pathMembers(fields: FieldRecord[], params: Record<string, string>): Record<string, string> {
  const members = fields.map((field) => [field, params[wireNameOf(field)] ?? ''] as const);
  for (const [field, text] of members) {
    if (!new RegExp(String(field.schema['pattern'] ?? '')).test(text)) throw new MoorageError(COLLECTIONS.has(text) ? 'NOT_FOUND' : absenceOf(field));
  }
  return Object.fromEntries(members.map(([field, text]) => [field.name, text]));
}

function absenceOf(field: FieldRecord): ErrorCode {
  const kinds = Object.keys(ID_PREFIXES) as IdKind[];
  const kind = kinds.find((each) => idPattern(each).source === field.schema['pattern']);
  return kind ? ABSENCE[kind] : 'NOT_FOUND';
}

/** Two checks of one field may find the same; the first one has said it. */
function onePerField(faults: FieldFault[]): FieldFault[] {
  const seen = new Set<string>();
  return faults.filter(({ field }) => !seen.has(field) && seen.add(field));
}
