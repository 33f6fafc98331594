import { FixedClock, MemoryConnectorRepo, SequentialIds } from '@moorage/adapters-memory';
import { AjvJsonSchemas, NodeHasher } from '@moorage/adapters-node';
import { ConfigurationReply, CreateConfigurationBody, CreateConnectorRequest, fieldsOf } from '@moorage/contracts';
import { CreateConnector, ERROR_CATALOGUE, isApiKeyText, isPlainObject, wellKnownConnectors, type Caller, type ConnectorDraft, type ErrorCode, type JsonObject } from '@moorage/domain';
import { CONTROLLERS } from '../src/gateway.module';
import { answerExample } from '../src/openapi/answer-examples';
import { errorExampleOf, errorExamples } from '../src/openapi/error-examples';
import { exampleOf } from '../src/openapi/examples';
import { errorCodesOf } from '../src/openapi/responses';
import { placeOf, wireNameOf } from '../src/operation/input-part';
import { operationsOf, type OperationRecord } from '../src/operation/operation';

type ErrorValue = { error: { message: string; details: JsonObject } };

const OPERATIONS = operationsOf(CONTROLLERS);
const named = OPERATIONS.map((operation) => [operation.id, operation] as const);
const operation = (id: string) => OPERATIONS.find((each) => each.id === id) as OperationRecord;
const answer = (id: string) => answerExample(operation(id));
const parts = ({ input, method }: OperationRecord, place: string) => fieldsOf(input).filter((field) => placeOf(field, method) === place);
const exampleBody = (each: OperationRecord) => exampleOf(each.input, parts(each, 'body'));

describe('the example of an error', () => {
  const shared = errorExamples(new Set(OPERATIONS.flatMap(errorCodesOf)));
  const shown = (each: OperationRecord, code: ErrorCode) => {
    const example = errorExampleOf(each, code);
    return (('value' in example ? example : shared[code])?.value as ErrorValue).error;
  };

  it.each(named)('has the details that its advice speaks of: %s', (_id, each) => {
    for (const code of errorCodesOf(each)) {
      const [speaksOf, member] = /\bdetails(?:\.(\w+))?/.exec(ERROR_CATALOGUE[code].remedy) ?? [];
      const { details } = shown(each, code);
      if (speaksOf) expect([code, Object.keys(details)]).toEqual([code, member ? expect.arrayContaining([member]) : expect.arrayContaining([expect.any(String)])]);
      if ('failure' in details) expect(details['failure']).toEqual({ stage: expect.any(String), code: expect.any(String), message: expect.any(String), hint: expect.any(String), retryable: expect.any(Boolean) });
    }
  });

  it.each(named)('names the role or the scopes that the operation demands: %s', (_id, each) => {
    if (each.access === 'public' || !errorCodesOf(each).includes('INSUFFICIENT_PERMISSIONS')) return;
    const { role, scopes } = each.access;
    expect(shown(each, 'INSUFFICIENT_PERMISSIONS').details).toMatchObject(role ? { requiredRole: role } : { requiredScopes: scopes });
  });
});

describe('the example of an answer', () => {
  it.each(named)('shows what the example of its request asks for: %s', (_id, each) => {
    const reply = answerExample(each);
    const asked = Object.entries(exampleBody(each)).filter(([name]) => name in reply);
    expect(reply).toMatchObject(Object.fromEntries(asked));
    const subject = parts(each, 'path').find((field) => new RegExp(`\\{${wireNameOf(field)}\\}(/\\w+)?$`).test(each.path));
    const id = subject && ['id', wireNameOf(subject)].find((name) => name in reply);
    if (id !== undefined && each.status === 200) expect(reply[id]).toBe(subject?.example);
  });

  it.each(named)('tells times in an order that is possible: %s', (_id, each) => {
    for (const thing of thingsIn(answerExample(each))) {
      const { createdAt, updatedAt, lastSyncAt, lastUsedAt, cachedAt, expiresAt } = thing as Record<string, string | undefined>;
      if (createdAt && updatedAt) expect(each.status === 201 ? updatedAt === createdAt : updatedAt >= createdAt).toBe(true);
      for (const later of [lastSyncAt, lastUsedAt]) if (createdAt && later) expect(later >= createdAt).toBe(true);
      if (cachedAt && expiresAt) expect(expiresAt > cachedAt).toBe(true);
    }
  });

  it.each(named.filter(([, { path, method }]) => method === 'GET' && !path.includes('tools')))('is a page that its own filters let through: %s', (_id, each) => {
    const { data } = answerExample(each);
    const asked = Object.fromEntries(parts(each, 'query').map((field) => [field.name, field.example]));
    for (const item of Array.isArray(data) ? (data as JsonObject[]) : []) {
      expect(item['id'] ?? null).not.toBe(asked['after']);
      for (const [name, value] of Object.entries(asked)) if (name in item) expect(item[name]).toEqual(value);
    }
  });

  it('holds well-known definitions as they are', () => {
    const known = new Map(wellKnownConnectors(new Date()).map((connector) => [connector.id, connector]));
    const shown = [...(answer('listPersonalConnectors')['data'] as JsonObject[]), answer('getPersonalConnector')];
    expect(shown.length).toBeGreaterThan(2);
    for (const { object: _, createdAt: _made, updatedAt: _changed, ...definition } of shown) {
      const { createdAt, updatedAt, ...published } = known.get(String(definition['id'])) ?? {};
      expect([definition, createdAt, updatedAt]).toEqual([published, expect.any(Date), expect.any(Date)]);
    }
  });

  it('holds a custom definition as its creation makes one', async () => {
    const creation = new CreateConnector(new MemoryConnectorRepo(), new AjvJsonSchemas(), new SequentialIds(), new FixedClock());
    const caller: Caller = { organizationId: 'org_default', userId: 'user_default', role: 'member', scopes: ['personal:write'] };
    const made = await creation.run(caller, exampleOf(CreateConnectorRequest) as unknown as ConnectorDraft);
    const { organizationId: _organization, id: _id, createdAt: _made, updatedAt: _changed, ...definition } = made;
    const timeless = ({ object: _object, id: _, createdAt: _at, updatedAt: _on, ...rest }: JsonObject) => rest;
    expect(timeless(answer('createPersonalConnector'))).toEqual(definition);
    expect(timeless(answer('updatePersonalConnector'))).toEqual({ ...definition, ...exampleBody(operation('updatePersonalConnector')) });
  });

  it('holds keys in the form of keys, and their beginnings', () => {
    for (const { key, prefix } of [answer('createApiKey'), answer('rotateApiKey')]) {
      expect(isApiKeyText(String(key), new NodeHasher())).toBe(true);
      expect(String(key).startsWith(String(prefix))).toBe(true);
    }
  });
});

it.each([exampleOf(CreateConfigurationBody), exampleOf(ConfigurationReply)])('the example of a configuration suits its connector: %#', (example) => {
  const connector = wellKnownConnectors(new Date()).find(({ id }) => id === example['personalConnectorId']);
  const { credentials, credentialType } = example;
  expect(new AjvJsonSchemas().faults(connector?.configurationSchema ?? { not: {} }, example['configuration'] ?? null)).toEqual([]);
  expect(connector?.authMethods).toContain(isPlainObject(credentials) ? credentials['type'] : credentialType);
});

/** An answer and all objects within it. */
function thingsIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(thingsIn);
  return isPlainObject(value) ? [value, ...Object.values(value).flatMap(thingsIn)] : [];
}
