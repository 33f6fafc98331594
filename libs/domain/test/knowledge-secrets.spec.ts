import { MemorySealer, MemoryStrongroom, MemoryVault } from '@moorage/adapters-memory';
import { ConfigurationSafe, fitted, masked, openConfiguration, overlaid, Secret, secretPaths, type JsonObject, type JsonSchemas, type KeptConfiguration } from '@moorage/domain';
import { rejectionOf } from '@moorage/test-kit';

/** Schemas matter in their own adapter; here every value fits. */
const schemas: JsonSchemas = { faults: () => [], check: () => null };
const secret = { type: 'string', airbyte_secret: true };
const text = { type: 'string' };
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });
const found = (spec: JsonObject, configuration: JsonObject) => secretPaths(spec, configuration).map((path) => path.join('.')).sort();
const refusal = (spec: JsonObject) => rejectionOf(async () => secretPaths(spec, {}));

describe('where secrets are', () => {
  const configuration = { a: 'x', b: { c: 'y', d: 'z' }, list: ['p', 'q'], pairs: [{ k: 'v', s: 'w' }] };

  it.each<[string, JsonObject, string[]]>([
    ['a member', object({ a: secret }), ['a']],
    ['a member of a member', object({ b: object({ c: secret }) }), ['b.c']],
    ['whatever one branch marks, in the others, too', object({ b: { oneOf: [object({ c: text }), object({ d: secret })] } }), ['b.d']],
    ['anyOf and allOf', { ...object({}), anyOf: [object({ a: secret })], allOf: [object({ b: object({ d: secret }) })] }, ['a', 'b.d']],
    ['branches within branches', object({ b: { oneOf: [{ allOf: [{ anyOf: [object({ c: secret })] }] }] } }), ['b.c']],
    ['if, then, else', { ...object({}), if: object({}), then: object({ a: secret }), else: object({ b: object({ c: secret }) }) }, ['a', 'b.c']],
    ['what depends on another member', { ...object({ a: text }), dependencies: { a: object({ b: object({ c: secret }) }), b: ['a'] } }, ['b.c']],
    ['items', object({ list: { items: secret } }), ['list.0', 'list.1']],
    ['items of objects', object({ pairs: { items: object({ s: secret }) } }), ['pairs.0.s']],
    ['items by place, as draft-07 has them', object({ list: { items: [text, secret] } }), ['list.1']],
    ['items by place, as 2020-12 has them', object({ list: { prefixItems: [secret], items: text } }), ['list.0']],
    ['items behind those by place', object({ list: { items: [text], additionalItems: secret } }), ['list.0', 'list.1']],
    ['members that are not named', { type: 'object', properties: { a: text }, additionalProperties: { ...secret } }, ['b', 'list', 'pairs']],
    ['members by pattern, whatever the pattern', object({ b: { patternProperties: { '(x+x+)+y': secret } } }), ['b.c', 'b.d']],
    ['a structure as a whole', object({ b: { type: 'object', airbyte_secret: true, properties: { c: secret } }, list: { type: 'array', airbyte_secret: true } }), ['b', 'list']],
    ['a reference', object({ a: { $ref: '#/definitions/key' } }, { definitions: { key: secret } }), ['a']],
    ['a reference beside other keywords', object({ b: { $ref: '#/$defs/b~1c', title: 'B' } }, { $defs: { 'b/c': object({ c: secret }) } }), ['b.c']],
    ['a reference to a schema that refers to itself', { $ref: '#/$defs/node', $defs: { node: object({ a: secret, b: { $ref: '#/$defs/node' }, c: { $ref: '#' } }) } }, ['a']],
    ['what is marked in other words than true', object({ a: { airbyte_secret: 'yes' }, b: { airbyte_secret: false } }), ['a']],
    ['a member that is called like the mark', object({ airbyte_secret: text, a: secret }), ['a']],
  ])('finds %s', (_name, spec, expected) => {
    expect(found(spec, configuration)).toEqual(expected);
  });

  it('takes what the spec does not know for a secret when its name says so', () => {
    expect(found(object({ a: text }), { a: 'x', pasword: 'y', db: { Password: 'p', name: 'n' }, apiKey: 7 })).toEqual(['apiKey', 'db.Password']);
  });

  it('does not take nothing for a secret', () => {
    expect(found(object({ a: secret }), { a: null })).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['no schema of an object', { type: 'string' }],
    ['a schema that says nothing', {}],
    ['a reference to nothing', object({ a: { $ref: '#/definitions/none' } })],
    ['a reference through what is inherited', object({ a: { $ref: '#/constructor' } })],
    ['a reference elsewhere', object({ a: { $ref: 'https://example.test/schema.json' } })],
    ['a reference that is no text', object({ a: { $ref: 7 } })],
    ['a broken reference', object({ a: { $ref: '#/%E0%A4%A' } })],
    ['a reference found only at run time', object({ a: { $dynamicRef: '#key' } })],
    ['a part with an id of its own', object({ a: { $id: 'https://example.test/a' } })],
    ['a mark under an unknown keyword', object({ a: { extra: { deep: [secret] } } })],
    ['a mark in a definition that nothing refers to', object({}, { definitions: { key: secret } })],
    ['a mark on names of members', object({ a: { propertyNames: secret } })],
  ])('refuses %s', async (_name, spec) => {
    expect(await refusal(spec)).toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringContaining('Tell the author') });
  });

  it('refuses specs that are too deep or too large, before stack or time run out', async () => {
    const deep = Array.from({ length: 5_000 }).reduce<JsonObject>((inner) => object({ a: inner }), secret);
    const large = object(Object.fromEntries(Array.from({ length: 21_000 }, (_, index) => [`m${index}`, { ...text }])));
    for (const spec of [deep, large]) expect(await refusal(spec)).toMatchObject({ code: 'UNPROCESSABLE' });
  });

  it('gives up on a spec that multiplies with its configuration', async () => {
    const many = Array.from({ length: 5_000 }, () => ({ ...text }));
    const list = Array.from({ length: 1_000 }, () => 'x');
    expect(await rejectionOf(async () => secretPaths(object({ list: { items: { anyOf: many } } }), { list }))).toMatchObject({ code: 'UNPROCESSABLE' });
  });
});

const stored: KeptConfiguration = {
  configuration: { host: 'db.example', port: 5432, user: 'ada', password: 'p-1', schemas: ['a'], tunnel: { tunnel_host: 'jump', key: 'k-1' }, keys: [{ name: 'one', key: 's-1' }, { name: 'two', key: 's-2' }] },
  secrets: [['password'], ['tunnel', 'key'], ['keys', '0', 'key'], ['keys', '1', 'key']],
};
const MASK = '**********';
const merge = { mode: 'merge', command: undefined } as const;
const replace = { mode: 'replace', command: undefined } as const;

it('shows a configuration with masks in place of its secrets', () => {
  expect(masked(stored)).toEqual({ ...stored.configuration, password: MASK, tunnel: { tunnel_host: 'jump', key: MASK }, keys: [{ name: 'one', key: MASK }, { name: 'two', key: MASK }] });
});

describe('what is sent over what is stored', () => {
  const shown = masked(stored);

  it('is the stored one when it comes back as it was shown', () => {
    expect(overlaid(stored, shown, replace)).toEqual(stored);
    expect(overlaid(stored, shown, merge)).toEqual(stored);
    expect(overlaid(stored, {}, merge)).toEqual(stored);
  });

  it('merges objects, replaces lists, removes on null, and keeps what is not named', () => {
    const { configuration } = overlaid(stored, { schemas: ['b'], user: null, tunnel: { extra: 1 }, keys: [] }, merge);
    expect(configuration).toEqual({ host: 'db.example', port: 5432, password: 'p-1', schemas: ['b'], tunnel: { tunnel_host: 'jump', key: 'k-1', extra: 1 }, keys: [] });
  });

  it('forgets, when all is replaced, what is not sent', () => {
    expect(overlaid(stored, { host: 'db.example', port: 5432, tunnel: { tunnel_host: 'jump' } }, replace)).toEqual({ configuration: { host: 'db.example', port: 5432, tunnel: { tunnel_host: 'jump' } }, secrets: [] });
  });

  it('takes a new secret for the old one', () => {
    expect(overlaid(stored, { ...shown, password: 'p-2' }, replace)).toMatchObject({ configuration: { password: 'p-2' }, secrets: [['tunnel', 'key'], ['keys', '0', 'key'], ['keys', '1', 'key']] });
  });

  it('finds the secrets of items that have moved, and gives none to an item that is new or has changed', () => {
    const [one, two] = shown.keys as JsonObject[];
    expect(overlaid(stored, { keys: [two as JsonObject] }, merge)).toMatchObject({ configuration: { keys: [{ name: 'two', key: 's-2' }] } });
    const { configuration, secrets } = overlaid(stored, { keys: [{ name: 'three', key: MASK }, one as JsonObject] }, merge);
    expect(configuration.keys).toEqual([{ name: 'three', key: MASK }, { name: 'one', key: 's-1' }]);
    expect(secrets).toContainEqual(['keys', '1', 'key']);
  });

  it('does not guess between items that look alike', () => {
    const alike: KeptConfiguration = { configuration: { tokens: ['t-1', 't-2'] }, secrets: [['tokens', '0'], ['tokens', '1']] };
    expect(overlaid(alike, { tokens: [MASK, MASK] }, merge).configuration).toEqual({ tokens: ['t-1', 't-2'] });
    expect(overlaid(alike, { tokens: [MASK] }, merge)).toEqual({ configuration: { tokens: [MASK] }, secrets: [] });
  });

  it.each<[string, JsonObject]>([
    ['another host', { host: 'evil.example' }],
    ['another port', { port: 5433 }],
    ['no host', { host: null }],
    ['an address in place of another value', { user: 'https://evil.example' }],
    ['an address and port in place of another value', { user: 'evil.example:5432' }],
    ['an address as git takes it', { user: 'git@evil.example:a/b.git' }],
    ['an address with spaces around it', { user: ' 203.0.113.7:22 ' }],
    ['an address of version 6 with a port', { user: '[2001:db8::7]:22' }],
    ['a new field that leads elsewhere', { jdbc_url_params: 'socketFactory=x' }],
    ['a new field in other spelling', { baseUrl: 'x' }],
    ['an address deep inside', { tunnel: { tunnel_host: 'evil' } }],
    ['an address in a list', { schemas: ['https://evil.example'] }],
    ['an object in place of the host', { host: { name: 'evil' } }],
  ])('lets no stored secret go where it was not entered for: %s', async (_name, change) => {
    for (const [mode, sent] of [[merge, change], [replace, { ...shown, ...change }]] as const) {
      const refused = await rejectionOf(async () => overlaid(stored, sent, mode));
      expect(refused).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: expect.arrayContaining([expect.objectContaining({ field: 'configuration.password', rule: 'secretElsewhere' })]) } });
      expect(JSON.stringify(refused)).not.toMatch(/p-1|k-1|s-1|evil/);
    }
  });

  it('stays with the command that it was entered for, word by word', async () => {
    const entered = { ...stored, command: ['wiki', '--fast'] };
    expect(overlaid(entered, {}, { mode: 'merge', command: ['wiki', '--fast'] })).toEqual(entered);
    for (const command of [['wiki', '--to=evil'], ['wiki'], undefined]) {
      const refused = await rejectionOf(async () => overlaid(entered, shown, { mode: 'replace', command }));
      expect(refused).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: expect.arrayContaining([{ field: 'configuration.password', rule: 'secretElsewhere', message: expect.stringContaining('the command of the definition') }]) } });
    }
    expect(overlaid(entered, { host: 'x' }, { mode: 'replace', command: ['other'] })).toEqual({ configuration: { host: 'x' }, secrets: [], command: ['other'] });
  });

  it('leads elsewhere when every secret is entered again', () => {
    const sent = { host: 'new.example', password: 'p-2', tunnel: null, keys: [] };
    expect(overlaid(stored, sent, merge)).toMatchObject({ configuration: { host: 'new.example', password: 'p-2' }, secrets: [] });
  });

  it('keeps one secret from following another secret that is an address', async () => {
    const hook: KeptConfiguration = { configuration: { url: 'https://a.example/x', token: 't-1' }, secrets: [['url'], ['token']] };
    expect(await rejectionOf(async () => overlaid(hook, { url: 'https://b.example/x' }, merge))).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'configuration.token' }] } });
  });
});

describe('a configuration that is to be kept', () => {
  const spec = object({ host: text, password: secret, options: { ...object({}), airbyte_secret: true } });

  it('keeps hidden what was a secret when it was entered, whatever the spec says today', () => {
    expect(fitted(schemas, spec, { configuration: { host: 'x', password: 'y' }, secrets: [['host']] }).secrets.sort()).toEqual([['host'], ['password']]);
  });

  it.each([[{ password: MASK }, 'configuration.password'], [{ options: { a: [MASK] } }, 'configuration.options']])('refuses a mask that stands for nothing', async (configuration, field) => {
    const refused = await rejectionOf(async () => fitted(schemas, spec, { configuration, secrets: [] }));
    expect(refused).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field, rule: 'masked' }] } });
  });

  it('is small enough that a page of masked ones fits into a message', async () => {
    const open = { type: 'object', additionalProperties: { items: secret } };
    const refused = await rejectionOf(async () => fitted(schemas, open, { configuration: { many: Array.from({ length: 5_000 }, () => 'x') }, secrets: [] }));
    expect(refused).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'configuration', rule: 'size' }] } });
  });
});

it('opens a configuration with all that nobody may repeat: texts, numbers, and what stands inside keys and documents', () => {
  const pem = '-----BEGIN KEY-----\nAAAABBBB\nCCCCDDDD\n-----END KEY-----';
  const document = '{"type":"x","private_key_id":"1234567890"}';
  const configuration = { user: 'ada', password: 'p', pin: 1234, pem, document, headers: { 'X-Key': 'abcdef', on: true }, empty: '' };
  const { text: whole, secrets } = openConfiguration(configuration, [['password'], ['pin'], ['pem'], ['document'], ['headers'], ['empty'], ['none', 'here']]);
  expect(JSON.parse(whole.reveal())).toEqual(configuration);
  expect(secrets.map((each) => each.reveal()).sort()).toEqual(['p', '1234', pem, 'AAAABBBB', 'CCCCDDDD', document, '1234567890', 'abcdef'].sort());
});

describe('the safe of configurations', () => {
  const strongroom = new MemoryStrongroom();
  const vault = new MemoryVault(strongroom);
  const safe = new ConfigurationSafe(vault);
  const seal = async (content: string, organizationId: string, purpose = 'knowledge.configuration') =>
    new MemorySealer(strongroom).seal(Secret.of(content), await vault.transitKeys(), { organizationId, ownerId: organizationId, purpose });

  it('gives back what it keeps, for the same record of the same organization only', async () => {
    const actor = { id: 'src_1', organizationId: 'org_a' };
    const configuration = await safe.keep(actor, stored);
    expect(await safe.open({ ...actor, configuration })).toEqual(stored);
    expect(await safe.open({ ...actor, id: 'src_2', configuration })).toBeNull();
    expect(await safe.open({ ...actor, organizationId: 'org_b', configuration })).toBeNull();
  });

  it('accepts only what was sealed for this organization as a configuration', async () => {
    expect(await safe.accept(await seal('{"a":1}', 'org_a'), 'org_a')).toEqual({ a: 1 });
    const wrong = [await seal('{}', 'org_b'), await seal('{}', 'org_a', 'personal.credentials'), await seal('[1]', 'org_a'), await seal('no json', 'org_a')];
    for (const box of wrong) expect(await rejectionOf(() => safe.accept(box, 'org_a'))).toMatchObject({ code: 'UNPROCESSABLE' });
  });
});
