import { PACKAGES, PUBLISHED, publishedPackage } from './import-fixtures';
import { ImportWorld } from './import-world';

async function importedPackage(kind: string) {
  const world = new ImportWorld();
  const report = await world.import(publishedPackage(kind));
  return { report, definition: (await world.definitions())[0] };
}

describe('a server.json', () => {
  it('becomes a definition that asks for what its publisher asks for', async () => {
    const world = new ImportWorld();
    const report = await world.import(PUBLISHED);
    expect(report).toMatchObject({ format: 'serverJson', skipped: [], created: [{ name: 'Weather', needs: [{ field: 'credentials.token', description: 'Token of the weather service' }, { field: 'configuration.tenant' }] }] });
    expect(await world.definition('Weather')).toMatchObject({
      description: 'Forecasts for places.',
      version: '1.4.0',
      iconUrl: 'https://weather.example.com/icon.png',
      serverType: 'http',
      serverUrl: 'https://{configuration.tenant}.weather.example.com/mcp',
      headers: { 'X-Units': '{configuration.X-Units}', 'X-Client': 'registry' },
      authMethods: ['bearer'],
      configurationSchema: { properties: { tenant: { enum: ['north', 'south'] }, 'X-Units': { default: 'metric' } }, required: ['tenant', 'X-Units'] },
    });
  });

  it('says what was left out', async () => {
    const { created } = await new ImportWorld().import(PUBLISHED);
    expect(created[0]?.warnings.join(' ')).toMatch(/offered as a package.*left out: X-Debug/);
  });

  it.each([
    ['npm', 'npx', ['-y', '@example/brave@1.0.2']],
    ['pypi', 'uvx', ['weather-server==0.5.0', '--port', '{configuration.port}']],
    ['nuget', 'dnx', ['--yes', 'Example.Server@0.4.0-beta', '--', 'mcp', 'start']],
    ['oci', 'docker', ['run', '-i', '--rm', '-e', 'LOG_LEVEL', '--mount', 'type=bind,src={configuration.source},dst=/project', 'ghcr.io/example/files:1.0.2', '/project']],
  ])('runs a package of %s at the version that was published', async (kind, command, args) => {
    const { definition } = await importedPackage(kind);
    expect(definition).toMatchObject({ serverType: 'stdio', command, args });
  });

  it('keeps the default of what may be left as it is, and asks for a secret by its description', async () => {
    expect((await importedPackage('pypi')).definition?.env).toEqual({ WEATHER_UNITS: 'celsius' });
    expect((await importedPackage('npm')).report.created[0]?.needs).toEqual([{ field: 'credentials.apiKey', description: 'API key' }]);
  });

  it.each([
    ['mcpb', 'cannot be run here'],
    ['foreign', 'registry of its own'],
    ['listening', 'started somewhere'],
  ])('is skipped when what it offers would be something else here: %s', async (kind, reason) => {
    expect(Object.keys(PACKAGES)).toContain(kind);
    expect((await importedPackage(kind)).report).toMatchObject({ created: [], skipped: [{ code: 'UNPROCESSABLE', reason: expect.stringContaining(reason) as string }] });
  });

  it('with an optional secret also works without one', async () => {
    const world = new ImportWorld();
    const remote = { type: 'streamable-http', url: 'https://a.example.com/mcp', headers: [{ name: 'Authorization', value: 'Bearer {t}', variables: { t: { isSecret: true } } }, { name: 'X-Key', isSecret: true }] };
    const { created } = await world.import({ name: 'io.example/a', description: 'A.', version: '1', remotes: [{ ...remote, headers: [remote.headers[1]] }] });
    expect(created).toMatchObject([{ needs: [], warnings: [expect.stringContaining('credentials.headers.X-Key')] }]);
    expect(await world.definition('io.example/a')).toMatchObject({ authMethods: ['none', 'custom'] });
  });

  it('that is deprecated says so in the catalogue', async () => {
    const world = new ImportWorld();
    await world.import({ ...PUBLISHED, _meta: { 'io.modelcontextprotocol.registry/official': { status: 'deprecated' } } });
    expect(await world.definition('Weather')).toMatchObject({ status: 'deprecated' });
  });
});

describe('a registry', () => {
  const entry = (name: string, meta = {}) => ({ server: { name: `io.example/${name}`, description: 'Some server.', version: '1.0.0', remotes: [{ type: 'sse', url: `https://${name}.example.com/sse` }] }, _meta: { 'io.modelcontextprotocol.registry/official': meta } });

  it('brings what it has, and the answer says how much was read', async () => {
    const world = new ImportWorld();
    const registryUrl = world.registry.serve({ servers: [entry('a'), entry('b'), entry('old', { isLatest: false }), entry('gone', { status: 'deleted' })], pageSize: 2 });
    const report = await world.importRegistry({ registryUrl });
    expect(report).toMatchObject({ format: 'serverJson', created: [{ name: 'io.example/a' }, { name: 'io.example/b' }], skipped: [], registry: { servers: 4, pages: 2, complete: true } });
  });

  it('that fails on a later page has given what came before', async () => {
    const world = new ImportWorld();
    const report = await world.importRegistry({ registryUrl: world.registry.serve({ servers: [entry('a'), entry('b')], pageSize: 1, fault: 'fails_later' }) });
    expect(report).toMatchObject({ created: [{ name: 'io.example/a' }], registry: { complete: false, failure: { code: 'SERVER_ERROR' } } });
  });

  it('that gives nothing is an error that says what to do', async () => {
    const world = new ImportWorld();
    const registryUrl = world.registry.serve({ servers: [], fault: 'not_found' });
    await expect(world.importRegistry({ registryUrl })).rejects.toMatchObject({ code: 'CONNECTOR_PROTOCOL_ERROR', message: expect.stringContaining('base address of a registry') as string, details: { failure: { code: 'NOT_A_REGISTRY' } } });
  });

  it('may send entries that are no servers: they spoil no other', async () => {
    const world = new ImportWorld();
    const deep = JSON.parse('[{"a":'.repeat(100) + '1' + '}]'.repeat(100)) as never;
    const registryUrl = world.registry.serve({ servers: [{}, { server: 7 }, { server: { name: 'a\u0000b', remotes: [] } }, { server: { name: 'deep', remotes: deep } }, entry('good')] });
    const { created, skipped } = await world.importRegistry({ registryUrl });
    expect([created.map(({ name }) => name), skipped.length]).toEqual([['io.example/good'], 4]);
    expect(JSON.stringify(skipped)).not.toContain('\\u0000');
  });
});
