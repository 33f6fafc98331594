import { PersonalWorld } from './personal-world';

describe('testing a configuration', () => {
  it('reports a working server, marks the configuration healthy and writes history, but never the tool cache', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());

    const { check } = await world.test.run(world.caller, id);

    expect(check).toMatchObject({ status: 'healthy', toolCount: 2, serverVersion: '1.2.3' });
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'healthy', lastSyncAt: world.clock.now(), era: '2026' });
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toHaveLength(1);
    expect(await world.cache.read(id)).toBeNull();
  });

  it('keeps the reason of a failure and forgets it with the next success', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    world.server.fault = 'unauthorized';
    const failed = await world.test.run(world.caller, id);
    expect(failed.check.failure?.code).toBe('AUTHENTICATION_REQUIRED');
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unhealthy', lastError: failed.check.failure?.message });

    delete world.server.fault;
    await world.test.run(world.caller, id);

    expect(await world.stored(id)).not.toHaveProperty('lastError');
  });

  it('tests a configuration that is switched off', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    await world.toggle.run(world.caller, id, false);
    await expect(world.test.run(world.caller, id)).resolves.toMatchObject({ check: { status: 'healthy' } });
  });

  it('answers a late result without storing it when the configuration has changed meanwhile', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    world.server.fault = 'silent';
    const running = world.test.run(world.caller, id);
    while (world.clock.waiting === 0) await Promise.resolve();
    await world.update.run(world.caller, id, { configuration: { branch: 'main' } });
    world.clock.advance(10_000);

    expect((await running).check.failure?.code).toBe('RESPONSE_TIMEOUT');
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unknown', generation: 2 });
  });

  it('says nothing of the server when the test was broken off, by a shutdown say', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    world.server.fault = 'silent';
    const stop = new AbortController();
    const running = world.test.run(world.caller, id, { signal: stop.signal });
    while (world.clock.waiting === 0) await Promise.resolve();
    stop.abort();
    expect((await running).check.failure?.code).toBe('CANCELLED');
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unknown' });
    expect(await world.stored(id)).not.toHaveProperty('lastError');
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toEqual([]);
  });

  it('leaves no history of a configuration that is deleted while its result is written', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    const record = world.configs.recordHealth.bind(world.configs);
    world.configs.recordHealth = async (note) => world.delete.run(world.caller, id).then(() => record(note));
    await world.test.run(world.caller, id);
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toEqual([]);
  });

  it('does not exist for another user, another organization or an API key of its own', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector());
    const strangers = [{ userId: 'user_bob' }, { organizationId: 'org_beta' }, { userId: undefined, apiKeyId: 'apk_1' }];
    for (const stranger of strangers) {
      await expect(world.test.run({ ...world.caller, ...stranger }, id)).rejects.toMatchObject({ code: 'CONFIGURATION_NOT_FOUND' });
    }
    expect(world.servers.requests).toBe(0);
  });

  it.each([
    ['a setting that the address needs', { serverUrl: 'https://example.test/{configuration.team}/mcp' }, {}, 'CONFIGURATION_INCOMPLETE'],
    ['a setting that leads to another host', { serverUrl: 'https://{configuration.host}/mcp' }, { host: 'a@evil.test/' }, 'CONFIGURATION_NOT_USABLE'],
    ['a setting that climbs the path', { serverUrl: 'https://example.test/{configuration.team}/mcp' }, { team: '../admin' }, 'CONFIGURATION_NOT_USABLE'],
    ['a header broken by a line break', { headers: { 'X-Team': '{configuration.team}' } }, { team: 'a\r\nX-Admin: 1' }, 'CONFIGURATION_NOT_USABLE'],
    ['an address that a backslash splits in two readings', { serverUrl: '{configuration.endpoint}' }, { endpoint: 'http://127.0.0.1\\@example.test/' }, 'CONFIGURATION_NOT_USABLE'],
    ['an address of another scheme', { serverUrl: '{configuration.endpoint}' }, { endpoint: 'file:///etc/passwd' }, 'ADDRESS_INVALID'],
    ['no credentials where they are needed', { authMethods: ['oauth2' as const] }, {}, 'CREDENTIALS_MISSING'],
  ])('explains %s without sending anything', async (_what, connector, configuration, code) => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector(connector), { configuration });
    const { check } = await world.test.run(world.caller, id);
    expect(check.failure).toMatchObject({ stage: 'configuration', code });
    expect(world.servers.requests).toBe(0);
  });

  it('does not send credentials to an address they were not entered for', async () => {
    const world = new PersonalWorld();
    const connector = await world.connector({ serverUrl: '{configuration.endpoint}', authMethods: ['bearer'] });
    const { id } = await world.configuration(connector, { credentials: { type: 'bearer', token: 'secret-1' }, configuration: { endpoint: world.serverUrl } });
    expect((await world.test.run(world.caller, id)).check.status).toBe('healthy');

    await world.update.run(world.caller, id, { configuration: { endpoint: 'https://elsewhere.test/mcp' } });
    const strayed = await world.test.run(world.caller, id);
    expect(strayed.check.failure?.code).toBe('CREDENTIALS_FOR_ANOTHER_ADDRESS');
    expect(JSON.stringify(strayed)).not.toContain('secret-1');

    await world.update.run(world.caller, id, { sealedCredentials: await world.seal({ type: 'bearer', token: 'secret-2' }), configuration: { endpoint: world.serverUrl } });
    expect((await world.test.run(world.caller, id)).check.status).toBe('healthy');
  });

  it('sends credentials that were entered before the settings of the path, for the host was known', async () => {
    const world = new PersonalWorld();
    const connector = await world.connector({ serverUrl: `${new URL(world.serverUrl).origin}/{configuration.tenant}/mcp`, authMethods: ['bearer'] });
    const { id } = await world.configuration(connector, { credentials: { type: 'bearer', token: 'secret-1' } });
    expect((await world.test.run(world.caller, id)).check.failure?.code).toBe('CONFIGURATION_INCOMPLETE');
    await world.update.run(world.caller, id, { configuration: { tenant: 'acme' } });
    expect((await world.test.run(world.caller, id)).check.status).toBe('healthy');
  });

  it('sends credentials nowhere that were entered before the host was known', async () => {
    const world = new PersonalWorld();
    const connector = await world.connector({ serverUrl: '{configuration.endpoint}', authMethods: ['bearer'] });
    const { id } = await world.configuration(connector, { credentials: { type: 'bearer', token: 'secret-1' } });
    await world.update.run(world.caller, id, { configuration: { endpoint: world.serverUrl } });
    const { failure } = (await world.test.run(world.caller, id)).check;
    expect(failure).toMatchObject({ code: 'CREDENTIALS_FOR_ANOTHER_ADDRESS', message: expect.stringContaining('an address that was not complete') });
    expect(world.servers.requests).toBe(0);
  });
});
