import { isPlainObject, type ConnectorSpec, type JsonObject } from '@moorage/domain';
import { ActorFailed } from '../native/actor-failed';

const MOST_CHARACTERS = 1024 * 1024;
/** What a schema of an object may be built of where it does not say so itself. */
const STRUCTURE = ['properties', 'oneOf', 'anyOf', 'allOf', '$ref'];

/** The body of a SPEC message as a spec; throws an `ActorFailed` when its schema is none. */
export function connectorSpecOf(body: JsonObject): ConnectorSpec {
  const { connectionSpecification: schema, documentationUrl, supported_destination_sync_modes: modes, advanced_auth: advancedAuth } = body;
  if (!isPlainObject(schema)) throw unusable('it is not an object');
  if (JSON.stringify(body).length > MOST_CHARACTERS) throw unusable('it is larger than 1 MiB');
  if (schema.type === undefined ? !STRUCTURE.some((name) => name in schema) : schema.type !== 'object') throw unusable('it does not describe an object');
  return {
    connectionSpecification: schema as JsonObject,
    ...(typeof documentationUrl === 'string' && /^https?:\/\//.test(documentationUrl) && { documentationUrl }),
    ...(Array.isArray(modes) && { supportedDestinationSyncModes: modes.filter((mode) => typeof mode === 'string') }),
    ...(isPlainObject(advancedAuth) && { advancedAuth: advancedAuth as JsonObject }),
  };
}

function unusable(why: string): ActorFailed {
  return ActorFailed.of('SPEC_UNUSABLE', { why });
}
