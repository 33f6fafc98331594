import { Field } from './field';
import { objectSchema, schemaOf, type SchemaBook } from './schema-of';
import { fieldsOf } from './field';
import { messageFaults, validateMessage } from './validate-message';

class Port {
  @Field.integer({ doc: 'A port.', min: 1, max: 65_535 })
  number!: number;
}

class Server {
  @Field.id('configuration', { doc: 'Its id.', in: 'path', wireName: 'config_id' })
  configurationId!: string;

  @Field.string({ doc: 'A name.', example: 'web', min: 1, max: 5 })
  name!: string;

  @Field.choice(['on', 'off'] as const, { doc: 'A switch.', optional: true })
  power?: 'on' | 'off';

  @Field.object(() => Port, { doc: 'One port.', optional: true })
  main?: Port;

  @Field.list(() => Port, { doc: 'More ports.', optional: true })
  ports?: Port[];

  @Field.strings({ doc: 'Labels.', values: ['a', 'b'], optional: true })
  labels?: string[];

  @Field.map({ doc: 'Anything.', maxKeys: 2, optional: true })
  metadata?: object;
}

class Empty {}

const good = { configurationId: 'pconf_1', name: 'web' };
const faultsOf = (plain: unknown) => messageFaults(Server, plain).faults.map(({ field, rule }) => `${field} ${rule}`);

describe('validating a message', () => {
  it('makes an instance of the class, nested ones included', () => {
    const server = validateMessage(Server, { ...good, main: { number: 80 }, ports: [{ number: 81 }] });
    expect(server).toBeInstanceOf(Server);
    expect(server.ports?.[0]).toBeInstanceOf(Port);
  });

  it.each([
    ['nothing at all', {}, ['config_id required', 'name required']],
    ['a wrong type', { ...good, name: 7 }, ['name isString']],
    ['too long a text', { ...good, name: 'abcdef' }, ['name maxLength']],
    ['an unknown choice', { ...good, power: 'maybe' }, ['power isIn']],
    ['a nested fault by its path', { ...good, main: { number: 0 } }, ['main.number min']],
    ['a nested missing field', { ...good, main: {} }, ['main.number required']],
    ['a fault in a list by its place', { ...good, ports: [{ number: 1 }, { number: 1.5 }] }, ['ports.1.number isInt']],
    ['an unknown label', { ...good, labels: ['a', 'c'] }, ['labels isIn']],
    ['a list in place of a map', { ...good, metadata: [] }, ['metadata isObject']],
    ['a map with too many keys', { ...good, metadata: { a: 1, b: 2, c: 3 } }, ['metadata maxProperties']],
    ['an unknown field', { ...good, surprise: 1 }, ['surprise unknown']],
    ['an unknown nested field', { ...good, main: { number: 1, surprise: 1 } }, ['main.surprise unknown']],
    ['a malformed id', { ...good, configurationId: 'conf-1' }, ['config_id matches']],
    ['a body that is no object', [], [' object']],
    ['no body', null, [' object']],
  ])('names %s', (_what, plain, faults) => {
    expect(faultsOf(plain).sort()).toEqual(faults.sort());
  });

  it('bounds the depth that it looks at', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as object;
    expect(faultsOf({ ...good, metadata: deep })).toEqual([' depth']);
  });

  it('refuses whatever stands in a message without fields', () => {
    expect(validateMessage(Empty, {})).toBeInstanceOf(Empty);
    expect(messageFaults(Empty, { surprise: 1 }).faults).toMatchObject([{ field: 'surprise', rule: 'unknown' }]);
  });

  it('never repeats a value in a fault', () => {
    expect(JSON.stringify(messageFaults(Server, { configurationId: 'hunter2', name: 'hunter2', power: 'hunter2', hunter: 'hunter2' }).faults)).not.toContain('hunter2');
  });
});

describe('the schema of a class', () => {
  it('says what the checks check, under the names of the wire', () => {
    const book: SchemaBook = new Map();
    expect(schemaOf(Server, book)).toEqual({ $ref: '#/components/schemas/Server' });
    expect(book.get('Server')).toMatchObject({
      type: 'object',
      required: ['config_id', 'name'],
      additionalProperties: false,
      properties: { config_id: { pattern: '^pconf_[A-Za-z0-9_]{1,64}$' }, name: { minLength: 1, maxLength: 5, examples: ['web'] }, ports: { type: 'array', items: { $ref: '#/components/schemas/Port' } } },
    });
    expect(book.get('Port')).toMatchObject({ properties: { number: { type: 'integer', minimum: 1, maximum: 65_535 } } });
    expect(objectSchema(fieldsOf(Empty), book)).toEqual({ type: 'object', properties: {}, additionalProperties: false });
  });
});
