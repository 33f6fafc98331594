import { isPlainObject, type JsonObject } from '../../../model/json';
import { objectIn, without } from '../protocol/members';

/** Something that a server wants of a client: a request in the 2025 era, an entry of `inputRequests` in that of 2026. */
export type InputRequest = JsonObject & { method: string; params?: JsonObject };

/** How many of them one call may want at a time. */
export const INPUTS_AT_ONCE = 32;

const CAPABILITIES: Record<string, string> = { 'elicitation/create': 'elicitation', 'sampling/createMessage': 'sampling', 'roots/list': 'roots' };

/** Whether a value is a request for input that both eras know. */
export function isInputRequest(value: unknown): value is InputRequest {
  if (!isPlainObject(value) || typeof value['method'] !== 'string') return false;
  return value['method'] in CAPABILITIES && (value['params'] === undefined || isPlainObject(value['params']));
}

/** Whether a client with these capabilities has said that it can do what the request wants. */
export function declares(capabilities: JsonObject, request: InputRequest): boolean {
  const capability = CAPABILITIES[request.method];
  if (capability === undefined || !isPlainObject(capabilities[capability])) return false;
  const declared = objectIn(capabilities, capability);
  if (capability === 'elicitation') return request.params?.['mode'] === 'url' ? 'url' in declared : 'form' in declared || !('url' in declared);
  return capability !== 'sampling' || request.params?.['tools'] === undefined || 'tools' in declared;
}

/** What a client of the 2025 era can do, as revision 2026-07-28 says it: tasks are an extension there, and roots tell of no change. */
export function capabilitiesFor2026(capabilities: JsonObject): JsonObject {
  const known = without(capabilities, 'tasks');
  return 'roots' in known ? { ...known, roots: {} } : known;
}

/** What of a client of revision 2026-07-28 a server of the 2025 era may make use of: what it can ask it for. */
export function capabilitiesFor2025(capabilities: JsonObject): JsonObject {
  const asked = Object.values(CAPABILITIES).filter((name) => isPlainObject(capabilities[name]));
  return Object.fromEntries(asked.map((name) => [name, name === 'roots' ? {} : objectIn(capabilities, name)]));
}
