import { aCaller } from '@moorage/test-kit';
import { CLAUDE_DESKTOP, CURSOR, PRETENDED } from './import-fixtures';
import { ImportWorld } from './import-world';

const file = (servers: object) => ({ mcpServers: servers });
const remote = (name: string) => ({ url: `https://${name}.example.com/mcp` });

describe('an import', () => {
  it('of the same file again changes nothing and says so, also when a secret is a new one', async () => {
    const world = new ImportWorld();
    const first = await world.import(CURSOR);
    const before = await world.definitions();
    const changed = JSON.parse(JSON.stringify(CURSOR).replaceAll('pretended', 'renewed')) as object;
    for (const again of [CURSOR, changed]) {
      const report = await world.import(again);
      expect(report.created).toEqual([]);
      expect(report.skipped.map(({ name, code, personalConnectorId }) => [name, code, personalConnectorId])).toEqual(first.created.map(({ name, personalConnectorId }) => [name, 'CONFLICT', personalConnectorId]));
    }
    expect(await world.definitions()).toEqual(before);
  });

  it('of what only looks the same makes another definition: same name, another address', async () => {
    const world = new ImportWorld();
    await world.import(file({ a: remote('a') }));
    expect((await world.import(file({ a: remote('b') }))).created).toHaveLength(1);
  });

  it('knows all that the caller has, however much that is, and nothing of others', async () => {
    const world = new ImportWorld();
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`s${index}`, remote(`s${index}`)]));
    await world.import(file(many));
    expect((await world.import(file(many))).skipped).toHaveLength(150);
    expect((await world.import(file({ s1: remote('s1') }), {}, aCaller({ userId: 'user_bob' }))).created).toHaveLength(1);
  });

  it('can be tried first: the same answer without ids, and nothing is stored', async () => {
    const world = new ImportWorld();
    const trial = await world.import(CLAUDE_DESKTOP, { dryRun: true });
    expect([trial.dryRun, await world.definitions()]).toEqual([true, []]);
    const real = await world.import(CLAUDE_DESKTOP);
    expect(trial.created).toEqual(real.created.map(({ personalConnectorId: _id, configurationId: _configuration, ...rest }) => rest));
  });

  it('leaves commands to admins and brings a member the rest', async () => {
    const world = new ImportWorld();
    const { created, skipped } = await world.import(CLAUDE_DESKTOP, {}, { ...world.caller, role: 'member' });
    expect(created.map(({ name }) => name)).toEqual(['linear']);
    expect(new Set(skipped.map(({ code, reason }) => `${code}: ${reason}`))).toEqual(new Set(['INSUFFICIENT_PERMISSIONS: The role admin is needed to define a connector that runs a command.']));
  });

  it('shares with the organization only for admins', async () => {
    const world = new ImportWorld();
    const document = file({ a: remote('a') });
    await expect(world.import(document, { visibility: 'organization' }, { ...world.caller, role: 'member' })).rejects.toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
    await world.import(document, { visibility: 'organization' });
    expect(await world.definition('a')).toMatchObject({ visibility: 'organization' });
  });

  it('holds every definition to the form that people have to keep', async () => {
    const world = new ImportWorld();
    world.formFaults = [{ field: 'serverUrl', message: 'serverUrl must have at most 2000 characters', rule: 'maxLength' }];
    expect(await world.import(file({ a: remote('a') }))).toMatchObject({ created: [], skipped: [{ code: 'VALIDATION_ERROR', reason: 'serverUrl must have at most 2000 characters' }] });
  });

  it('leaves no definition behind whose configuration could not be stored', async () => {
    const world = new ImportWorld();
    const setting = JSON.stringify({ rows: ['x '.repeat(25_000)] });
    const report = await world.import(file({ big: { command: 'npx', args: ['--rows', setting] } }));
    expect(report).toMatchObject({ created: [], skipped: [{ code: 'CONNECTOR_INVALID_CONFIG', reason: 'configuration must be at most 48 KiB of JSON' }] });
    expect(await world.definitions()).toEqual([]);
  });

  it('takes no box that was sealed for somebody else', async () => {
    const world = new ImportWorld();
    const elsewhere = new ImportWorld();
    await expect(elsewhere.importRegistry({ sealedDocument: await world.seal({ mcpServers: {} }) })).rejects.toMatchObject({ code: 'UNPROCESSABLE' });
  });
});

describe('a document that is none', () => {
  it.each([
    ['no JSON', `{"mcpServers": {"a": {"env": {"KEY": "${PRETENDED}"`, 'not valid JSON'],
    ['another thing', { name: PRETENDED }, 'of no known form'],
    ['a list of nothing', [], 'of no known form'],
    ['a number', 7, 'of no known form'],
    ['without servers', { mcpServers: {} }, 'names no server'],
    ['with too many servers', file(Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`s${index}`, remote('a')]))), 'at most 200 servers'],
  ])('is refused without being quoted: %s', async (_what, document, message) => {
    const refusal = new ImportWorld().import(document);
    await expect(refusal).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'document' }] }, message: expect.stringContaining(message) as string });
    await expect(refusal).rejects.not.toThrow(PRETENDED);
  });

  it('is refused when it is not of the format that was named', async () => {
    await expect(new ImportWorld().import(CURSOR, { format: 'serverJson' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringContaining('not of the format serverJson') as string });
  });

  it.each([
    ['quotes without an end', '"\\"'.repeat(200_000)],
    ['comments without an end', '/*'.repeat(400_000)],
    ['commas and blanks', `[${', '.repeat(400_000)}`],
    ['one long string', `{"a":"${'x'.repeat(900_000)}"}`],
  ])('is found out quickly, however it is made: %s', async (_what, document) => {
    const started = performance.now();
    await expect(new ImportWorld().import(document)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each<[string, object]>([
    ['an address full of question marks', { url: `https://a.example.com/${'?'.repeat(900_000)}\${x}` }],
    ['a variable that would grow', { command: 'npx', args: ['mcp-remote', 'https://a.example.com', '--header', `a: ${'${X}'.repeat(100_000)}`], env: { X: 'x'.repeat(500_000) } }],
    ['many headers for the bridge', { command: 'npx', args: ['mcp-remote', 'https://a.example.com', ...Array.from({ length: 30_000 }, () => ['--header', 'a: ${X}']).flat()], env: { X: 'x'.repeat(9_000) } }],
    ['braces without an end', { command: 'npx', args: ['{'.repeat(900_000)] }],
    ['a variable with a long name', { command: 'npx', env: { ['-'.repeat(900_000)]: '{"a":1}' } }],
    ['a long word', { command: 'npx', args: ['a1'.repeat(450_000)] }],
  ])('costs little, however its servers are made: %s', async (_what, server) => {
    const started = performance.now();
    const report = await new ImportWorld().import(file({ a: server }));
    expect(report.created.length + report.skipped.length).toBe(1);
    expect(JSON.stringify(report).length).toBeLessThan(5_000);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('costs little, however it is published', async () => {
    const grown = { type: 'positional', value: '{x}'.repeat(100_000), variables: { x: { value: 'x'.repeat(400_000) } } };
    const packages = [{ registryType: 'npm', identifier: 'a', transport: { type: 'stdio' }, packageArguments: [grown] }];
    const image = [{ registryType: 'oci', identifier: `a${':'.repeat(900_000)}/`, transport: { type: 'stdio' } }];
    const started = performance.now();
    for (const each of [packages, image]) expect((await new ImportWorld().import({ name: 'io.example/a', packages: each })).skipped).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
