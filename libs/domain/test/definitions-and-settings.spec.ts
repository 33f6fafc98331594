import { PersonalWorld } from './personal-world';

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));

describe('settings and metadata', () => {
  it('have null for absent, at the creation as in a change', async () => {
    const world = new PersonalWorld();
    const connector = await world.connector();
    const draft = { personalConnectorId: connector.id, name: 'Mine', configuration: { branch: 'main', path: null }, metadata: { team: 'a', cost: null } };
    const { id, configuration, metadata } = await world.create.run(world.caller, draft);
    expect({ configuration, metadata }).toEqual({ configuration: { branch: 'main' }, metadata: { team: 'a' } });
    const changed = await world.update.run(world.caller, id, { configuration: { branch: null, path: 'src' }, metadata: { team: null } });
    expect(changed).toMatchObject({ configuration: { path: 'src' }, metadata: {} });
    expect(changed.configuration).not.toHaveProperty('branch');
  });

  it('start a new generation only when the settings are different afterwards', async () => {
    const world = new PersonalWorld();
    const { id } = await world.configuration(await world.connector(), { configuration: { a: 1, b: { c: 2 } } });
    expect((await world.update.run(world.caller, id, { configuration: { b: { c: 2 }, z: null }, metadata: { seen: true }, name: 'New' })).generation).toBe(1);
    expect((await world.update.run(world.caller, id, { configuration: { a: 2 } })).generation).toBe(2);
  });

  it('never grow beyond fifty keys of metadata by merging, of a definition neither', async () => {
    const world = new PersonalWorld();
    const connector = await world.createConnector.run(world.caller, { name: 'Files', serverUrl: world.serverUrl, metadata: keys(50) });
    const { id } = await world.configuration(connector);
    await world.update.run(world.caller, id, { metadata: keys(50) });
    const tooMany = { code: 'VALIDATION_ERROR', details: { errors: [{ field: 'metadata', rule: 'maxProperties' }] } };
    await expect(world.update.run(world.caller, id, { metadata: { another: 1 } })).rejects.toMatchObject(tooMany);
    await expect(world.updateConnector.run(world.caller, connector.id, { metadata: { another: 1 } })).rejects.toMatchObject(tooMany);
  });
});

describe('a custom definition', () => {
  it.each([
    ['no way to authenticate, not even none', { authMethods: [] }, 'authMethods'],
    ['a credential in the host', { serverUrl: 'https://{token}.example.test/' }, 'serverUrl'],
    ['a place that nothing fills', { headers: { 'X-Team': '{team}' } }, 'headers.X-Team'],
    ['a header of the transport', { headers: { 'Mcp-Session-Id': '1' } }, 'headers.Mcp-Session-Id'],
    ['an address and a command', { command: 'npx' }, 'command'],
  ])('is refused with %s', async (_what, more, field) => {
    const world = new PersonalWorld();
    const creation = world.createConnector.run(world.caller, { name: 'Files', serverUrl: world.serverUrl, ...more });
    await expect(creation).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field }] } });
  });

  it('may change its transport, which leaves nothing of the other behind and starts a new generation', async () => {
    const world = new PersonalWorld();
    const connector = await world.createConnector.run(world.caller, { name: 'Files', serverUrl: world.serverUrl, headers: { 'X-Team': 'a' } });
    const { id } = await world.configuration(connector);
    const changed = await world.updateConnector.run(world.caller, connector.id, { serverType: 'stdio', command: 'npx', args: ['files'] });
    expect(changed).toMatchObject({ serverType: 'stdio', command: 'npx', args: ['files'] });
    for (const field of ['serverUrl', 'headers']) expect(changed).not.toHaveProperty(field);
    expect(await world.stored(id)).toMatchObject({ generation: 2 });
    await expect(world.updateConnector.run(world.caller, connector.id, { serverType: 'http' })).rejects.toMatchObject({ details: { errors: [{ field: 'serverUrl', rule: 'required' }] } });
  });

  it('that runs a command is made, changed and arrived at by admins only', async () => {
    const world = new PersonalWorld();
    const member = { ...world.caller, role: 'member' as const };
    const refused = { code: 'INSUFFICIENT_PERMISSIONS', details: { requiredRole: 'admin' } };
    const command = { serverType: 'stdio' as const, command: 'npx' };
    await expect(world.createConnector.run(member, { name: 'Files', ...command })).rejects.toMatchObject(refused);
    const harmless = await world.createConnector.run(member, { name: 'Files', serverUrl: world.serverUrl });
    await expect(world.updateConnector.run(member, harmless.id, command)).rejects.toMatchObject(refused);
    const running = await world.createConnector.run(world.caller, { name: 'Files', ...command });
    await expect(world.updateConnector.run(member, running.id, { args: ['-c', 'evil'] })).rejects.toMatchObject(refused);
    expect(await world.updateConnector.run(world.caller, running.id, { args: ['safe'] })).toMatchObject({ args: ['safe'] });
  });
});
