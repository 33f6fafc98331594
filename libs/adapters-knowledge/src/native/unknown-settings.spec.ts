import type { JsonObject } from '@moorage/domain';
import { unknownSettings } from './unknown-settings';

const form = (kind: string, members: string[]): JsonObject => ({ type: 'object', properties: { kind: { const: kind }, ...Object.fromEntries(members.map((name) => [name, { type: 'string' }])) } });
const schema: JsonObject = {
  type: 'object',
  properties: {
    host: { type: 'string' },
    proof: { type: 'object', oneOf: [form('password', ['password']), form('key', ['key'])] },
    lists: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, format: { oneOf: [form('csv', ['quote'])] } } } },
    free: { type: 'object' },
  },
};

it.each<[string, JsonObject, string[]]>([
  ['nothing where all is known', { host: 'a', proof: { kind: 'key', key: 'b' }, lists: [{ name: 'c' }] }, []],
  ['a name that is misspelt', { hots: 'a' }, ['hots']],
  ['what belongs to another alternative', { proof: { kind: 'key', key: 'b', password: 'c' } }, ['proof.password']],
  ['nothing of either alternative while none is chosen', { proof: { password: 'c' } }, []],
  ['what is deep in a list', { lists: [{ name: 'a' }, { format: { kind: 'csv', quote: '"', encoding: 'latin1' }, mode: 1 }] }, ['lists.1.format.encoding', 'lists.1.mode']],
  ['nothing where the spec leaves names open', { free: { any: { thing: 1 } } }, []],
  ['names that objects inherit', JSON.parse('{"constructor": 1, "__proto__": 2}') as JsonObject, ['constructor', '__proto__']],
])('finds %s', (_what, configuration, unknown) => {
  expect(unknownSettings(schema, configuration)).toEqual(unknown);
});
