import Ajv2020 from 'ajv/dist/2020';
import { MoorageError, type JsonObject } from '@moorage/domain';
import { AjvJsonSchemas } from './json-schemas.ajv';

const schemas = new AjvJsonSchemas();
const nested = (depth: number): JsonObject => Array.from({ length: depth }).reduce<JsonObject>((inner) => ({ not: inner }), {});

/** Each definition demands the next one twice: 2 to the power of `levels` checks of one value. */
function doubling(levels: number): JsonObject {
  const steps = Array.from({ length: levels }, (_, at) => [`d${at}`, { allOf: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] }]);
  return { $ref: '#/$defs/d0', $defs: { ...(Object.fromEntries(steps) as JsonObject), [`d${levels}`]: { type: 'string' } } };
}

function refusalOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error instanceof MoorageError ? error.code : error;
  }
}

describe('AjvJsonSchemas.faults', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: { endpoint: { type: 'string', format: 'uri' }, paths: { type: 'array', items: { type: 'string' } }, retries: { type: 'integer', minimum: 1 } },
    required: ['endpoint', 'owner'],
    additionalProperties: false,
  };

  it('finds nothing in a value that fits', () => {
    expect(schemas.faults({ ...schema, required: ['endpoint'] }, { endpoint: 'https://example.com/mcp', retries: 1 })).toEqual([]);
  });

  it('tells every fault by path, in the order of the value, what is missing last', () => {
    const value = { retries: 0, paths: ['a', 7], endpoint: 'no address', surplus: 1 };
    expect(schemas.faults(schema, value, 'configuration')).toEqual([
      { field: 'configuration.retries', message: 'configuration.retries must be at least 1', rule: 'minimum' },
      { field: 'configuration.paths.1', message: 'configuration.paths.1 must be text', rule: 'type' },
      { field: 'configuration.endpoint', message: 'configuration.endpoint must have the format "uri"', rule: 'format' },
      { field: 'configuration.surplus', message: 'configuration.surplus is not a known field', rule: 'additionalProperties' },
      { field: 'configuration.owner', message: 'configuration.owner is required', rule: 'required' },
    ]);
  });

  it('names a value as a whole when there is no root', () => {
    expect(schemas.faults(schema, [])).toEqual([{ field: '', message: 'the value must be an object', rule: 'type' }]);
  });

  it('tells of alternatives once, not of every part of each', () => {
    const either: JsonObject = { properties: { target: { oneOf: [{ type: 'string', minLength: 3 }, { type: 'object', required: ['id'] }] } } };
    expect(schemas.faults(either, { target: 'x' })).toEqual([{ field: 'target', message: 'target must have exactly one of the forms that are allowed', rule: 'oneOf' }]);
  });

  it.each<[string, JsonObject, string[]]>([
    ['the one that is meant', { type: 'token' }, ['v.token is required']],
    ['the one that is meant, also inside it', { type: 'login', user: 'a', proof: { kind: 'code', digits: 'x' } }, ['v.proof.digits must be a whole number']],
    ['all their values when none is meant', { type: 'HIDDEN' }, ['v.type must be one of "token", "login"']],
    ['all their values deeper inside', { type: 'login', user: 'a', proof: { kind: 1 } }, ['v.proof.kind must be one of "code", "key", "card"']],
    ['what tells them apart when that is missing', { user: 'a' }, ['v.type is required']],
  ])('tells %s of alternatives that a member tells apart', (_what, value, messages) => {
    const proof: JsonObject = { type: 'object', oneOf: [{ required: ['kind'], properties: { kind: { const: 'code' }, digits: { type: 'integer' } } }, { required: ['kind'], properties: { kind: { enum: ['key', 'card'] } } }] };
    const alternatives: JsonObject = {
      oneOf: [
        { type: 'object', required: ['type', 'token'], properties: { type: { const: 'token' }, token: { type: 'string' } } },
        { type: 'object', required: ['type', 'user'], properties: { type: { const: 'login' }, user: { type: 'string' }, proof } },
      ],
    };
    const faults = schemas.faults(alternatives, value, 'v');
    expect(faults.map(({ message }) => message)).toEqual(messages);
    expect(JSON.stringify(faults)).not.toContain('HIDDEN');
  });

  it('names the members of which one is enough', () => {
    const either: JsonObject = { properties: { site: { anyOf: [{ required: ['pages'] }, { required: ['sitemaps'] }] } } };
    expect(schemas.faults(either, { site: {} })).toEqual([{ field: 'site', message: 'site must have "pages" or "sitemaps"', rule: 'anyOf' }]);
  });

  it('tells items of one list apart, and guesses nothing of alternatives behind a reference', () => {
    const kinds = [{ required: ['a'], properties: { kind: { const: 'a' } } }, { required: ['b'], properties: { kind: { const: 'b' } } }];
    expect(schemas.faults({ items: { oneOf: kinds } }, [{ kind: 'b' }, { kind: 'a' }, { kind: 'a', a: 1 }], 'v').map(({ message }) => message)).toEqual(['v.0.b is required', 'v.1.a is required']);
    const referred: JsonObject = { oneOf: [kinds[0] as JsonObject, { $ref: '#/$defs/b' }], $defs: { b: kinds[1] as JsonObject } };
    expect(schemas.faults(referred, { kind: 'b' }, 'v')).toContainEqual({ field: 'v', message: 'v must have exactly one of the forms that are allowed', rule: 'oneOf' });
  });

  it.each<[JsonObject, string]>([
    [{ type: ['string', 'null'] }, 'v must be text or null'],
    [{ enum: ['a', 1] }, 'v must be one of "a", 1'],
    [{ const: 'a' }, 'v must be "a"'],
    [{ maxProperties: 0 }, 'v must have at most 0 fields'],
    [{ minProperties: 2 }, 'v must have at least 2 fields'],
    [{ propertyNames: { maxLength: 1 } }, 'v.secretKey is not an allowed field name'],
    [{ dependentRequired: { secretKey: ['user'] } }, 'v.user is required together with "secretKey"'],
    [{ properties: { secretKey: false } }, 'v.secretKey is not allowed'],
    [{ unevaluatedProperties: false }, 'v.secretKey is not a known field'],
    [{ properties: { secretKey: { pattern: '^[0-9]+$' } } }, 'v.secretKey is not in the form that the connector expects'],
    [{ properties: { secretKey: { pattern: '^[0-9]+$', examples: ['42'] } } }, 'v.secretKey is not in the form that the connector expects, such as "42"'],
    [{ properties: { secretKey: { maxLength: 1 } } }, 'v.secretKey must have at most 1 character'],
    [{ properties: { secretKey: { minLength: 99 } } }, 'v.secretKey must have at least 99 characters'],
    [{ not: {} }, 'v has a form that is not allowed'],
    [{ required: ['constructor'] }, 'v.constructor is required'],
  ])('words %j without repeating the value', (rule, message) => {
    const faults = schemas.faults(rule, { secretKey: 'HIDDEN' }, 'v');
    expect(faults.map((fault) => fault.message)).toEqual([message]);
    expect(JSON.stringify(faults)).not.toContain('HIDDEN');
  });

  it.each<[JsonObject, string]>([
    [{ items: [{}], additionalItems: false }, 'v must have at most 1 item'],
    [{ dependencies: { 0: ['user'] } }, 'v.user is required together with "0"'],
  ])('words %j of draft 7', (rule, message) => {
    const value = 'items' in rule ? ['a', 'b'] : { 0: 'HIDDEN' };
    expect(schemas.faults({ $schema: 'http://json-schema.org/draft-07/schema#', ...rule }, value, 'v').map((fault) => fault.message)).toEqual([message]);
  });

  it('tells at most a hundred faults', () => {
    expect(schemas.faults({ items: { type: 'string' } }, Array.from({ length: 1_000 }, () => 1))).toHaveLength(100);
  });

  it.each<[string, JsonObject, unknown]>([
    ['a backtracking pattern', { pattern: '^(a+)+$' }, `${'a'.repeat(50)}!`],
    ['references that multiply for some values', { if: { type: 'array', minItems: 1 }, then: doubling(40), $defs: doubling(40).$defs as JsonObject }, ['text']],
    ['references without end for some values', { if: { type: 'array', minItems: 1 }, then: { $ref: '#' } }, ['text']],
  ])('counts a value that %s keeps busy as one that does not fit', (_what, hostile, value) => {
    expect(schemas.check(hostile)).toBeNull();
    const start = performance.now();
    expect(schemas.faults(hostile, value, 'v')).toEqual([{ field: 'v', message: 'v takes too long to check against its schema', rule: 'time' }]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('works on after it gave something up', () => {
    expect(schemas.faults({ type: 'string' }, 1)).toHaveLength(1);
  });

  it('refuses a schema that check refuses', () => {
    expect(refusalOf(() => schemas.faults({ type: 'text' }, 1))).toBe('UNPROCESSABLE');
  });
});

describe('AjvJsonSchemas.check', () => {
  it.each<[string, JsonObject]>([
    ['an empty schema', {}],
    ['one that names its dialect', { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }],
    ['one in draft 7 that means the same', { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }],
    ['references within it', { $defs: { a: { type: 'string' } }, properties: { a: { $ref: '#/$defs/a' } } }],
    ['references to an embedded $id', { $id: 'https://example.com/a', $defs: { b: { $id: 'b', type: 'string' } }, $ref: 'b' }],
    ['a field that is called $ref', { properties: { $ref: { type: 'string' } } }],
    ['unknown keywords and formats', { 'x-order': 1, format: 'colour' }],
    ['64 levels', nested(64)],
  ])('accepts %s', (_what, schema) => {
    expect(schemas.check(schema)).toBeNull();
  });

  it.each<[string, JsonObject, RegExp]>([
    ['an unknown type', { type: 'text' }, /not valid JSON Schema/],
    ['a remote reference', { $ref: 'https://example.com/schema.json' }, /nothing is fetched/],
    ['a remote dynamic reference', { properties: { a: { $dynamicRef: 'https://example.com/schema.json' } } }, /cannot be compiled|nothing is fetched/],
    ['a reference to a local file', { $ref: 'file:///etc/passwd' }, /nothing is fetched/],
    ['a dangling reference', { $ref: '#/$defs/none' }, /not part of it/],
    ['a reference to itself', { $ref: '#' }, /without end/],
    ['references that multiply', doubling(40), /takes too long/],
    ['another dialect', { $schema: 'https://example.com/dialect' }, /\$schema/],
    ['a schema that would answer later', { $async: true }, /\$async/],
    ['a broken pattern', { pattern: '(' }, /cannot be compiled|not valid/],
    ['more than 256 KiB', { description: 'x'.repeat(256 * 1024) }, /larger than 256 KiB/],
    ['65 levels', nested(65), /more than 64 levels/],
    ['100,000 levels', nested(100_000), /more than 64 levels/],
  ])('refuses %s', (_what, schema, reason) => {
    expect(schemas.check(schema)).toMatch(reason);
  });

  it('takes patterns that escape more than they have to', () => {
    const schema = { type: 'string', pattern: '^\\d{4}\\-\\d{2}\\@\\_$' };
    expect([schemas.check(schema), schemas.faults(schema, '2026-11@_'), schemas.faults(schema, '2026.11@_').length]).toEqual([null, [], 1]);
  });

  it('keeps the $id of one schema out of another', () => {
    const own = (type: string): JsonObject => ({ $defs: { a: { $id: 'https://example.com/shared', type } }, $ref: 'https://example.com/shared' });
    expect(schemas.faults(own('string'), 1)).toHaveLength(1);
    expect(schemas.faults(own('number'), 1)).toHaveLength(0);
    expect(schemas.check({ $ref: 'https://example.com/shared' })).toMatch(/nothing is fetched/);
  });

  it('compiles equal schemas once, until two hundred others have come', () => {
    const compile = jest.spyOn(Ajv2020.prototype, 'compile');
    const fresh = new AjvJsonSchemas();
    const again = () => {
      compile.mockClear();
      fresh.check({ minLength: 3, type: 'string' });
      return compile.mock.calls.length;
    };
    fresh.check({ type: 'string', minLength: 3 });
    expect(again()).toBe(0);
    for (let other = 0; other < 200; other += 1) fresh.check({ title: String(other) });
    expect(again()).toBe(1);
    compile.mockRestore();
  });

  it('compiles a schema that stays in use once, whoever comes meanwhile', () => {
    const compile = jest.spyOn(Ajv2020.prototype, 'compile');
    const [fresh, schema] = [new AjvJsonSchemas(), { type: 'string' }];
    fresh.check(schema);
    for (let other = 0; other < 200; other += 1) fresh.check({ title: String(other) });
    compile.mockClear();
    expect([fresh.check(schema), compile.mock.calls.length]).toEqual([null, 0]);
    compile.mockRestore();
  });
});
