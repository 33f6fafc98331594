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
  workspace: 'CONNECTOR_WORKSPACE_NOT_FOUND',
  sourceDefinition: 'CONNECTOR_DEFINITION_NOT_FOUND',
  destinationDefinition: 'CONNECTOR_DEFINITION_NOT_FOUND',
  source: 'CONNECTOR_SOURCE_NOT_FOUND',
  destination: 'CONNECTOR_DESTINATION_NOT_FOUND',
  connection: 'CONNECTOR_CONNECTION_NOT_FOUND',
  tag: 'CONNECTOR_TAG_NOT_FOUND',
  session: 'NOT_FOUND',
  call: 'NOT_FOUND',
};

/** What stands beside ids: a method that it lacks is no absent thing. */
const BESIDE_IDS = new Set(['configurations', 'mcp', 'test', 'validate-sync-config']);

/**
 * Puts the input of an operation together from path, query and body, each field taken from its place, and checks it.
 * An id in the path that cannot exist is not found; every other fault is listed, with all the rest, in one error.
 */
export function readInput(operation: OperationRecord, request: RequestParts): object {
  const { input, faultCode = 'VALIDATION_ERROR' } = operation;
  const places = placesOf(operation);
  const params = request.params as Record<string, string>;
  const path = pathMembers(places.path, params);
  const query = queryPart(places.query, request.query as Record<string, unknown>);
  const body = bodyPart(places.body, request.body, params, faultCode);
  const members = { ...path, ...query.members, ...body.members };
  const unsafe = [...textFaults(query.members), ...textFaults(body.members)];
  const { instance, faults } = unsafe.length > 0 ? { instance: {}, faults: unsafe } : messageFaults(input, members);
  const given = request.body ?? {};
  const further = operation.faults && isPlainObject(given) ? operation.faults(given) : [];
  const all = onePerField([...query.faults, ...body.faults, ...faults, ...further]);
  if (all.length > 0) throw MoorageError.invalid(faultCode, all.slice(0, MAX_FAULTS));
  return instance;
}

/** The fields of an operation, by where a request carries them. */
interface Places {
  path: (FieldRecord & { form: RegExp })[];
  query: FieldRecord[];
  body: FieldRecord[];
}

const known = new WeakMap<OperationRecord, Places>();

function placesOf(operation: OperationRecord): Places {
  const places = known.get(operation) ?? sorted(operation);
  known.set(operation, places);
  return places;
}

function sorted({ input, method }: OperationRecord): Places {
  const at = (place: string) => fieldsOf(input).filter((field) => placeOf(field, method) === place);
  return { path: at('path').map((field) => ({ ...field, form: new RegExp(String(field.schema['pattern'] ?? '')) })), query: at('query'), body: at('body') };
}

function pathMembers(fields: Places['path'], params: Record<string, string>): Record<string, string> {
  const members: Record<string, string> = {};
  for (const field of fields) {
    const text = params[wireNameOf(field)] ?? '';
    if (!field.form.test(text)) throw new MoorageError(BESIDE_IDS.has(text) ? 'NOT_FOUND' : absenceOf(field));
    members[field.name] = text;
  }
  return members;
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
