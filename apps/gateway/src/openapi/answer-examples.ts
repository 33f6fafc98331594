import { ConfigurationReply, CreateConnectorRequest, fieldsOf } from '@moorage/contracts';
import { isPlainObject, type JsonObject } from '@moorage/domain';
import { IssuedApiKeyReply } from '../api-keys/api-key.bodies';
import { placeOf, wireNameOf } from '../operation/input-part';
import type { OperationRecord } from '../operation/operation';
import { exampleOf } from './examples';

const NOW = '2025-10-07T12:30:00Z';
const CONFIGURATION = exampleOf(ConfigurationReply);
const CONNECTOR: JsonObject = {
  id: 'pcon_01jabc',
  object: 'personal_connector',
  type: 'custom',
  connectorId: 'custom_mcp',
  category: 'custom',
  status: 'active',
  ...exampleOf(CreateConnectorRequest),
  configurationSchema: { type: 'object' },
  visibility: 'private',
  metadata: {},
  createdAt: '2025-10-01T00:00:00Z',
  updatedAt: NOW,
  createdBy: 'user_default',
};

/** Answers that are another thing than the example of their class, by operation. */
const OTHERS: Record<string, JsonObject> = {
  createPersonalConnector: CONNECTOR,
  updatePersonalConnector: CONNECTOR,
  // The example of the request asks for a test.
  createConfiguration: { ...CONFIGURATION, lastSyncAt: CONFIGURATION['createdAt'] ?? '' },
  updateConfiguration: { ...CONFIGURATION, healthStatus: 'unknown', credentialsUpdatedAt: NOW, updatedAt: NOW },
  rotateApiKey: { ...exampleOf(IssuedApiKeyReply), updatedAt: NOW },
};

/** The answer to the example of a request: about the thing it names, with what it asks for done. */
export function answerExample(operation: OperationRecord): JsonObject {
  const before = OTHERS[operation.id] ?? exampleOf(operation.reply);
  const after = { ...before, ...named(operation, before), ...done(operation, before) };
  return operation.status === 201 && 'updatedAt' in after ? asMade(after) : after;
}

/** The id at the end of the path, or before a verb there, is the id of what is answered; what is made gets its own. */
function named({ path, input, method, status }: OperationRecord, before: JsonObject): JsonObject {
  if (status === 201) return {};
  const [, name] = /\{(\w+)\}(?:\/\w+)?$/.exec(path) ?? [];
  const field = fieldsOf(input).find((each) => placeOf(each, method) === 'path' && wireNameOf(each) === name);
  const member = ['id', name ?? ''].find((each) => each in before);
  return field && member !== undefined ? { [member]: String(field.example) } : {};
}

function done({ input, method }: OperationRecord, before: JsonObject): JsonObject {
  const body = exampleOf(input, fieldsOf(input).filter((field) => placeOf(field, method) === 'body'));
  const kept = Object.entries(body).filter(([name]) => name in before);
  return Object.fromEntries(kept.map(([name, value]) => [name, isPlainObject(value) && isPlainObject(before[name]) ? { ...before[name], ...value } : value]));
}

/** What was just made has neither been changed nor used since. */
function asMade({ lastUsedAt: _, ...answer }: JsonObject): JsonObject {
  return { ...answer, updatedAt: answer['createdAt'] ?? '' };
}
