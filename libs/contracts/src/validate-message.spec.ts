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

class Worded {
  @Field.id('connector', { doc: 'An id.', optional: true })
  after?: string;

  @Field.string({ doc: 'A text.', min: 1, max: 5, optional: true })
  text?: string;

  @Field.string({ doc: 'A text with an example.', pattern: /^a/, example: 'abc', optional: true })
  like?: string;

  @Field.string({ doc: 'A text without an example.', pattern: /^a/, optional: true })
  formed?: string;

  @Field.string({ doc: 'A text with its form in words.', pattern: /^a/, form: 'must start with a', example: 'abc', optional: true })
  worded?: string;

  @Field.choice(['on', 'off'] as const, { doc: 'A switch.', optional: true })
  power?: 'on' | 'off';

  @Field.integer({ doc: 'A number with bounds.', min: 1, max: 100, optional: true })
  limit?: number;

  @Field.integer({ doc: 'A number.', optional: true })
  offset?: number;

  @Field.number({ doc: 'Any number.', optional: true })
  ratio?: number;

  @Field.boolean({ doc: 'Yes or no.', optional: true })
  enabled?: boolean;

  @Field.timestamp({ doc: 'An instant.', optional: true })
  since?: string;

  @Field.map({ doc: 'Anything.', maxKeys: 1, optional: true })
  metadata?: object;

  @Field.object(() => Port, { doc: 'One port.', optional: true })
  main?: Port;

  @Field.list(() => Port, { doc: 'Ports.', maxItems: 2, optional: true })
  ports?: Port[];

  @Field.strings({ doc: 'Labels.', values: ['a', 'b'], optional: true })
  labels?: string[];

  @Field.strings({ doc: 'Arguments.', max: 5, optional: true })
  args?: string[];

  @Field.maps({ doc: 'Objects.', optional: true })
  tools?: object[];

  @Field.literal('list', { doc: 'Always the same.', optional: true })
  object?: string;
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

  it.each<[object, string]>([
    [{ after: 'pconf_1' }, 'after must be an id that starts with pcon_'],
    [{ after: 7 }, 'after must be an id that starts with pcon_'],
    [{ text: 7 }, 'text must be text'],
    [{ text: '' }, 'text must not be empty'],
    [{ text: 'hunter2' }, 'text must have at most 5 characters'],
    [{ like: 'hunter2' }, 'like must look like abc'],
    [{ formed: 'hunter2' }, 'formed is not in the expected form'],
    [{ worded: 'hunter2' }, 'worded must start with a'],
    [{ power: 'hunter2' }, 'power must be one of on, off'],
    [{ limit: 0 }, 'limit must be a whole number from 1 to 100'],
    [{ limit: 101 }, 'limit must be a whole number from 1 to 100'],
    [{ limit: 'hunter2' }, 'limit must be a whole number from 1 to 100'],
    [{ offset: -1 }, 'offset must be a whole number of at least 0'],
    [{ ratio: 'hunter2' }, 'ratio must be a number'],
    [{ enabled: 'hunter2' }, 'enabled must be true or false'],
    [{ since: 'hunter2' }, 'since must be an ISO 8601 instant such as 2025-10-07T12:30:00Z'],
    [{ metadata: 'hunter2' }, 'metadata must be an object'],
    [{ metadata: { a: 1, b: 2 } }, 'metadata must have at most 1 key'],
    [{ main: 'hunter2' }, 'main must be an object'],
    [{ main: { number: 0 } }, 'main.number must be a whole number from 1 to 65535'],
    [{ ports: 'hunter2' }, 'ports must be a list of objects'],
    [{ ports: ['hunter2'] }, 'ports must be a list of objects'],
    [{ ports: [{ number: 1 }, { number: 1 }, { number: 1 }] }, 'ports must have at most 2 items'],
    [{ labels: ['hunter2'] }, 'labels must be a list of any of a, b'],
    [{ args: 'hunter2' }, 'args must be a list of texts'],
    [{ args: [7] }, 'args must be a list of texts'],
    [{ args: ['hunter2'] }, 'args must have items of at most 5 characters'],
    [{ tools: ['hunter2'] }, 'tools must be a list of objects'],
    [{ object: 'hunter2' }, 'object must be list'],
  ])('says of %j in plain words what is asked for', (plain, message) => {
    expect(messageFaults(Worded, plain).faults.map((fault) => fault.message)).toEqual([message]);
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
