import type { JsonObject } from '@moorage/domain';
import { AjvJsonSchemas } from './json-schemas.ajv';
import { isSmall, runsBriefly } from './runs-briefly';

it.each<[string, JsonObject]>([
  ['that only has types and limits', { type: 'object', properties: { path: { type: 'string', maxLength: 10 }, tags: { type: 'array', items: { type: 'string' } } }, required: ['path'], additionalProperties: false }],
  ['with properties that are called like keywords', { properties: { pattern: { type: 'string' }, format: { enum: ['json', 'text'] }, $ref: { type: 'string' }, uniqueItems: { type: 'boolean' } } }],
  ['with formats that are read once', { properties: { at: { type: 'string', format: 'date-time' } } }],
])('a schema %s needs no stop watch', (_what, schema) => {
  expect(runsBriefly(schema)).toBe(true);
});

it.each<[string, JsonObject]>([
  ['refers to its parts', { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: {} } }],
  ['has a pattern', { properties: { a: { pattern: '^(a+)+$' } } }],
  ['has a pattern of names', { propertyNames: { pattern: '^(a+)+$' } }],
  ['has properties by pattern', { patternProperties: { '^(a+)+$': {} } }],
  ['compares items', { anyOf: [{ items: {} }, { uniqueItems: true }] }],
  ['has a format that is not simple', { properties: { a: { format: 'uri' } } }],
  ['is long', { description: 'x'.repeat(20_000) }],
])('one that %s does', (_what, schema) => {
  expect(runsBriefly(schema)).toBe(false);
});

it.each<[string, unknown, boolean]>([
  ['arguments of a usual call', { path: '/a', limit: 10, tags: ['a', 'b'], deep: { er: null } }, true],
  ['a long text', { text: 'x'.repeat(10_000) }, false],
  ['a long list', Array.from({ length: 10_000 }, () => 0), false],
  ['long names', { ['x'.repeat(10_000)]: 1 }, false],
])('%s: whether they are small', (_what, value, small) => {
  expect(isSmall(value)).toBe(small);
});

it('judges the worst small value against the worst brief schema in time', () => {
  const schema: JsonObject = { allOf: Array.from({ length: 250 }, (_, at) => ({ items: { type: ['string', 'null'], minLength: at % 2 } })) };
  expect(runsBriefly(schema)).toBe(true);
  const started = performance.now();
  expect(new AjvJsonSchemas().faults(schema, Array.from({ length: 4_900 }, () => 'x'))).toEqual([]);
  expect(performance.now() - started).toBeLessThan(2_000);
});
