import type { Json, JsonObject } from '../../../model/json';
import { mirroredParameters, withValidMirrors } from './mirrored-parameters';

const tool = (properties: JsonObject, more: JsonObject = {}) => ({ name: 'a', inputSchema: { type: 'object', properties, ...more } });
const mirrored = (header: Json, type: Json = 'string') => ({ type, 'x-mcp-header': header });
const isValid = (definition: ReturnType<typeof tool>) => withValidMirrors([definition]).length === 1;

it('arguments that a tool wants mirrored become headers, by type; others and missing ones do not', () => {
  const definition = tool({ region: mirrored('Region'), count: mirrored('Count', 'integer'), dry: mirrored('Dry', 'boolean'), gone: mirrored('Gone'), query: { type: 'string' } });
  const args = { region: 'eu', count: -7, dry: false, gone: null, query: 'q' };
  expect(mirroredParameters(definition, args)).toEqual({ 'Mcp-Param-Region': 'eu', 'Mcp-Param-Count': '-7', 'Mcp-Param-Dry': 'false' });
  expect(mirroredParameters(definition, undefined)).toEqual({});
});

it('arguments inside of others are found by their exact path, and never in what objects inherit', () => {
  const definition = tool({ where: { type: 'object', properties: { region: mirrored('Region'), constructor: mirrored('Constructor') } } });
  expect(mirroredParameters(definition, { where: { region: 'eu' }, region: 'us' })).toEqual({ 'Mcp-Param-Region': 'eu' });
  expect(mirroredParameters(definition, { where: ['eu'] })).toEqual({});
});

it('a value that is none of these types, or no safe integer, is left out', () => {
  const definition = tool({ a: mirrored('A'), b: mirrored('B', 'integer') });
  expect(mirroredParameters(definition, { a: { x: 1 }, b: 2 ** 53 })).toEqual({});
});

it.each<[string, ReturnType<typeof tool>]>([
  ['an empty name', tool({ a: mirrored('') })],
  ['a name that is no text', tool({ a: mirrored(5) })],
  ['a space in the name', tool({ a: mirrored('My Region') })],
  ['a colon in the name', tool({ a: mirrored('a:b') })],
  ['a line end in the name', tool({ a: mirrored('a\n') })],
  ['a name beyond ASCII', tool({ a: mirrored('Région') })],
  ['the same name twice, in any case', tool({ a: mirrored('Region'), b: mirrored('region') })],
  ...['object', 'array', 'null', 'number', null].map((type): [string, ReturnType<typeof tool>] => [`type ${String(type)}`, tool({ a: mirrored('A', type) })]),
  ['several types', tool({ a: mirrored('A', ['string', 'null']) })],
  ['items', tool({ a: { type: 'array', items: mirrored('A') } })],
  ['a choice', tool({ a: { anyOf: [mirrored('A')] } })],
  ['a condition', tool({}, { if: { properties: { a: mirrored('A') } } })],
  ['definitions', tool({}, { $defs: { a: mirrored('A') } })],
  ['patterns of names', tool({}, { patternProperties: { '^a': mirrored('A') } })],
  ['the whole', tool({}, { 'x-mcp-header': 'A' })],
])('a tool that wants a header for %s is not shown, and mirrors nothing', (_what, definition) => {
  expect(isValid(definition)).toBe(false);
  expect(mirroredParameters(definition, { a: 'x' })).toEqual({});
});

it('a tool is shown whose arguments, or whose values of them, only look like annotations', () => {
  expect(isValid(tool({ 'x-mcp-header': { type: 'string' }, items: mirrored('Items') }))).toBe(true);
  expect(isValid(tool({ a: { type: 'object', default: mirrored('A', 'object'), enum: [mirrored('A')] } }))).toBe(true);
  expect(withValidMirrors([{ name: 'bare' }])).toHaveLength(1);
});

it('a schema without end ends', () => {
  const nested = Array.from({ length: 5_000 }).reduce<JsonObject>((inner) => ({ type: 'object', properties: { a: inner } }), mirrored('A'));
  expect(mirroredParameters({ name: 'a', inputSchema: nested }, {})).toEqual({});
});
