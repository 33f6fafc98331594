import { MoorageError, type FieldFault, type JsonObject, type JsonSchemas } from '@moorage/domain';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';

export interface JsonSchemasHarness extends Harness {
  port: JsonSchemas;
}

const PATHS: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['paths'],
  additionalProperties: false,
  properties: {
    paths: { type: 'array', minItems: 1, items: { type: 'string', maxLength: 5 } },
    account: { type: 'object', required: ['region'], properties: { region: { enum: ['eu', 'us'] } } },
  },
};

const fieldsOf = (faults: FieldFault[]): string[] => faults.map(({ field }) => field);

/** What comes out of a schema that is either refused or judged: never anything else, and soon. */
async function judged(port: JsonSchemas, schema: JsonObject, value: unknown): Promise<{ fits: boolean; ms: number }> {
  const started = performance.now();
  const refused = port.check(schema) !== null;
  let fits = false;
  const reason = await rejectionOf(() => (fits = port.faults(schema, value).length === 0));
  if (refused) expect(reason).toMatchObject({ code: 'UNPROCESSABLE' });
  else expect(reason).toBeUndefined();
  return { fits, ms: performance.now() - started };
}

export const jsonSchemasContract = defineContract<JsonSchemasHarness>('json-schemas', {
  'fits: a value that fits has no faults': ({ port }) => {
    expect(port.faults(PATHS, { paths: ['a', 'b'], account: { region: 'eu' } })).toEqual([]);
    expect(port.faults({}, 'anything')).toEqual([]);
  },

  'names-the-field: a fault names its field as a path with dots, and the rule that was broken': ({ port }) => {
    expect(port.faults(PATHS, { paths: ['a', 7] })).toEqual([{ field: 'paths.1', message: expect.stringContaining('paths.1') as string, rule: 'type' }]);
    expect(port.faults(PATHS, { paths: [], account: { region: 'mars' } })).toMatchObject([
      { field: 'paths', rule: 'minItems' },
      { field: 'account.region', rule: 'enum' },
    ]);
  },

  'names-what-is-missing: a required field that is missing, and one that is not known, is itself the field': ({ port }) => {
    expect(port.faults(PATHS, {})).toMatchObject([{ field: 'paths', rule: 'required' }]);
    expect(port.faults(PATHS, { paths: ['a'], account: {} })).toMatchObject([{ field: 'account.region', rule: 'required' }]);
    expect(port.faults(PATHS, { paths: ['a'], extra: 1 })).toMatchObject([{ field: 'extra', rule: 'additionalProperties' }]);
  },

  'root: paths start with the root when one is given': ({ port }) => {
    expect(fieldsOf(port.faults(PATHS, { paths: [1] }, 'configuration'))).toEqual(['configuration.paths.0']);
    expect(fieldsOf(port.faults(PATHS, {}, 'configuration'))).toEqual(['configuration.paths']);
    expect(fieldsOf(port.faults(PATHS, 'text', 'configuration'))).toEqual(['configuration']);
  },

  'all-faults: every fault is reported, in the order of the value': ({ port }) => {
    const schema: JsonObject = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'array', items: { type: 'string' } } } };
    expect(fieldsOf(port.faults(schema, { c: [1, 'x', 2], b: 1, a: 1 }))).toEqual(['c.0', 'c.2', 'b', 'a']);
  },

  'many-faults: of more than a hundred faults at least a hundred are told': ({ port }) => {
    const faults = port.faults({ items: { type: 'string' } }, Array.from({ length: 150 }, () => 1));
    expect(faults.length).toBeGreaterThanOrEqual(100);
  },

  'no-values: messages never repeat a value': ({ port }) => {
    const schema: JsonObject = {
      properties: {
        type: { type: 'number' },
        enum: { enum: ['x'] },
        const: { const: 'x' },
        pattern: { pattern: '^x$' },
        length: { maxLength: 1 },
        format: { format: 'email' },
        unique: { uniqueItems: true },
      },
    };
    const secret = 's3cr3t-value';
    const value = Object.fromEntries(['type', 'enum', 'const', 'pattern', 'length', 'format'].map((key) => [key, secret]));
    const faults = port.faults(schema, { ...value, unique: [secret, secret] });
    expect(faults.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(faults)).not.toContain(secret);
  },

  'value-stays: judging a value does not change it': ({ port }) => {
    const value = { paths: ['a'], extra: '1' };
    port.faults({ ...PATHS, properties: { extra: { type: 'number', default: 5 }, more: { default: 1 } } }, value);
    expect(value).toEqual({ paths: ['a'], extra: '1' });
  },

  'usable: ordinary schemas can be used, with references within themselves too': ({ port }) => {
    const tree: JsonObject = { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } } } } };
    for (const schema of [{}, PATHS, tree]) expect(port.check(schema)).toBeNull();
    expect(fieldsOf(port.faults(tree, { children: [{ children: [{}, 1] }] }))).toEqual(['children.0.children.1']);
  },

  'unknown-words: keywords and formats that nobody knows do not make a schema unusable': ({ port }) => {
    const schema: JsonObject = { type: 'object', 'x-order': 1, properties: { at: { type: 'string', format: 'x-own', placeholder: 'now' } } };
    expect(port.check(schema)).toBeNull();
    expect(port.faults(schema, { at: 'now' })).toEqual([]);
  },

  'dialects: draft-07 and draft-06 are read as draft-07 when $schema names them, all else as 2020-12': ({ port }) => {
    const pair: JsonObject = { items: [{ type: 'string' }, { type: 'number' }], additionalItems: false };
    const prefixed: JsonObject = { prefixItems: [{ type: 'string' }], items: false };
    for (const $schema of ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft-07/schema', 'http://json-schema.org/draft-06/schema#']) {
      expect(fieldsOf(port.faults({ $schema, ...pair }, ['a', 'b']))).toEqual(['1']);
      expect(port.faults({ $schema, ...pair }, ['a', 1, 2])).toHaveLength(1);
      expect(port.faults({ $schema, prefixItems: [{ type: 'string' }] }, [1])).toEqual([]);
    }
    for (const $schema of ['https://json-schema.org/draft/2020-12/schema', undefined]) {
      expect(port.faults({ ...($schema && { $schema }), ...prefixed }, ['a', 1])).toHaveLength(1);
      expect(port.check({ ...($schema && { $schema }), ...pair })).not.toBeNull();
    }
  },

  'same-id-twice: two schemas that call themselves the same do not meet': ({ port }) => {
    const first: JsonObject = { $id: 'https://example.test/schema', type: 'string' };
    const second: JsonObject = { $id: 'https://example.test/schema', type: 'number' };
    expect([port.check(first), port.check(second)]).toEqual([null, null]);
    expect([port.faults(first, 'a'), port.faults(second, 1), port.faults(first, 'b')]).toEqual([[], [], []]);
  },

  'unusable: what is no schema, reaches out, is too large or too deep is refused with a reason': async ({ port }) => {
    let deep: JsonObject = { type: 'string' };
    for (let level = 0; level < 65; level += 1) deep = { not: deep };
    const unusable: JsonObject[] = [
      { type: 'strin' },
      { properties: [] },
      { pattern: '(' },
      { $ref: 'https://example.test/schema.json' },
      { properties: { a: { $dynamicRef: 'http://127.0.0.1/schema' } } },
      { $ref: '#/$defs/nowhere' },
      { $schema: 'https://example.test/dialect' },
      { description: 'x'.repeat(256 * 1024) },
      deep,
    ];
    for (const schema of unusable) {
      expect(port.check(schema)).toEqual(expect.stringMatching(/\S{2}/));
      expect(await rejectionOf(() => port.faults(schema, {}))).toBeInstanceOf(MoorageError);
      expect(await rejectionOf(() => port.faults(schema, {}))).toMatchObject({ code: 'UNPROCESSABLE' });
    }
  },

  'just-within: what is nearly too large or too deep can be used': ({ port }) => {
    let deep: JsonObject = { type: 'string' };
    for (let level = 0; level < 60; level += 1) deep = { properties: deep };
    for (const schema of [deep, { description: 'x'.repeat(255 * 1024) }]) expect(port.check(schema)).toBeNull();
  },

  'patterns-end: a pattern that a value can keep busy for ever is refused, or the value does not fit, at once': async ({ port }) => {
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$']) {
      const { fits, ms } = await judged(port, { properties: { text: { pattern } } }, { text: `${'a'.repeat(27)}!` });
      expect(fits).toBe(false);
      expect(ms).toBeLessThan(500);
    }
  },

  'references-end: a schema that refers to itself without end is refused, or judged at once': async ({ port }) => {
    const endless: JsonObject[] = [{ $ref: '#' }, { allOf: [{ $ref: '#' }] }, { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }];
    for (const schema of endless) {
      expect((await judged(port, schema, {})).ms).toBeLessThan(500);
    }
  },
});

export const describeJsonSchemasContract = jsonSchemasContract.describe;
