import { AcceptTools, ToolGate, type JsonSchemas, type ToolPolicy } from '@moorage/domain';
import { aCaller, aTool } from '@moorage/test-kit';
import { PersonalWorld } from './personal-world';

const lenientSchemas: JsonSchemas = { faults: () => [], check: () => null };
const HOLD: ToolPolicy = { onChange: 'hold' };

/** A world with a configuration whose tools are cached, and the means to change and to call them. */
async function open(policy?: ToolPolicy) {
  const world = new PersonalWorld();
  const connector = await world.connector();
  const { id } = await world.create.run(world.caller, { personalConnectorId: connector.id, name: 'Mine', ...(policy && { tools: policy }) });
  await world.refresh.run(world.caller, id);
  const gate = new ToolGate(world.accepted, lenientSchemas);
  const accept = new AcceptTools(world.configs, world.cache, world.accepted);
  const changed = async (name: string) => {
    world.server.tools = world.server.tools.map((tool) => (tool.name === name ? aTool({ name, description: `Changed ${world.clock.now().toISOString()}` }) : tool));
    world.clock.advance(1_000);
    return world.refresh.run(world.caller, id);
  };
  const call = async (name: string) => {
    const [configuration, entry] = [await world.stored(id), await world.cache.read(id)];
    return configuration && entry && gate.admit(configuration, entry, name, {}).then(({ name: called }) => called);
  };
  return { world, id, accept, changed, call };
}

describe('a policy', () => {
  it('is kept, replaced as a whole, left alone by other changes, and taken away by null', async () => {
    const { world, id } = await open({ allow: ['read', 'read'], onChange: 'warn' });
    expect((await world.stored(id))?.tools).toEqual({ allow: ['read'], onChange: 'warn' });
    await world.update.run(world.caller, id, { name: 'Still mine' });
    expect((await world.stored(id))?.tools).toEqual({ allow: ['read'], onChange: 'warn' });
    await world.update.run(world.caller, id, { tools: { deny: ['write'], onChange: 'hold' } });
    expect((await world.stored(id))?.tools).toEqual({ deny: ['write'], onChange: 'hold' });
    await world.update.run(world.caller, id, { tools: null });
    expect(await world.stored(id)).not.toHaveProperty('tools');
  });

  it('reaches running sessions when it changes, starts no new generation and keeps the cached tools', async () => {
    const { world, id } = await open();
    const heard: unknown[] = [];
    world.announcer.listen((topic, hint) => void heard.push([topic, hint]));
    await world.update.run(world.caller, id, { tools: HOLD });
    await world.update.run(world.caller, id, { tools: HOLD });
    expect(heard).toEqual([['personal.tools.changed', { configurationIds: [id] }]]);
    expect(await world.stored(id)).toMatchObject({ generation: 1, healthStatus: 'healthy' });
    expect(await world.cache.read(id)).toMatchObject({ invalidated: false });
  });

  it('that is too long for a page of a hundred is refused', async () => {
    const { world, id } = await open();
    const tools: ToolPolicy = { deny: Array.from({ length: 500 }, (_, at) => `a_name_of_twenty_${at}`), onChange: 'warn' };
    await expect(world.update.run(world.caller, id, { tools })).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'tools', rule: 'size' }] } });
    expect(await world.stored(id)).not.toHaveProperty('tools');
  });
});

describe('where changes are held', () => {
  it('tools that are seen for the first time can be called, then and later', async () => {
    const { world, id, call } = await open(HOLD);
    expect(await call('read')).toBe('read');
    world.server.tools = [...world.server.tools, aTool({ name: 'new' })];
    world.clock.advance(1_000);
    expect(await world.refresh.run(world.caller, id)).toMatchObject({ held: [] });
    expect(await call('new')).toBe('new');
  });

  it('a changed tool is named by refresh and list until its owner accepts it, and cannot be called before', async () => {
    const { world, id, changed, accept, call } = await open(HOLD);
    expect(await changed('read')).toMatchObject({ change: { changedTools: ['read'] }, held: ['read'] });
    world.clock.advance(1_000);
    expect(await world.refresh.run(world.caller, id)).toMatchObject({ change: { changedTools: [] }, held: ['read'] });
    expect(await world.list.run(world.caller, id, false)).toMatchObject({ policy: HOLD, held: ['read'] });
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
    expect(await call('write')).toBe('write');
    expect(await accept.run(world.caller, id, ['read', 'read'])).toEqual(['read']);
    expect(await call('read')).toBe('read');
    expect(await world.list.run(world.caller, id, false)).toMatchObject({ held: [] });
    await changed('read');
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('the definitions that were known when that was said are the ones to compare with', async () => {
    const { world, id, changed, call } = await open();
    await changed('read');
    await world.update.run(world.caller, id, { tools: HOLD });
    expect(await call('read')).toBe('read');
    await changed('read');
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('a tool that goes and comes back changed is held, too', async () => {
    const { world, id, call } = await open(HOLD);
    const all = world.server.tools;
    world.server.tools = all.filter(({ name }) => name !== 'read');
    world.clock.advance(1_000);
    await world.refresh.run(world.caller, id);
    world.server.tools = all.map((tool) => (tool.name === 'read' ? aTool({ name: 'read', description: 'Back, and different.' }) : tool));
    world.clock.advance(1_000);
    expect(await world.refresh.run(world.caller, id)).toMatchObject({ change: { newTools: ['read'], changedTools: [] }, held: ['read'] });
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('what was accepted stays so through a time in which changes are only marked', async () => {
    const { world, id, changed, call } = await open(HOLD);
    await world.update.run(world.caller, id, { tools: { onChange: 'warn' } });
    await changed('read');
    expect(await call('read')).toBe('read');
    await world.update.run(world.caller, id, { tools: HOLD });
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('nothing is said of held tools where changes are only marked', async () => {
    const { changed, world, id } = await open({ onChange: 'warn' });
    expect(await changed('read')).not.toHaveProperty('held');
    expect(await world.list.run(world.caller, id, false)).not.toHaveProperty('held');
  });
});

describe('accepting', () => {
  it('names every tool that there is not, and then accepts none', async () => {
    const { world, id, accept, changed, call } = await open(HOLD);
    await changed('read');
    const refusal = accept.run(world.caller, id, ['read', 'gone', 'constructor']);
    await expect(refusal).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'names.1' }, { field: 'names.2' }] } });
    await expect(call('read')).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('is for the owner alone', async () => {
    const { id, accept } = await open(HOLD);
    await expect(accept.run(aCaller({ userId: 'user_bob' }), id, ['read'])).rejects.toMatchObject({ code: 'CONFIGURATION_NOT_FOUND' });
  });

  it('needs definitions that can have been read', async () => {
    const { world, id, accept } = await open(HOLD);
    await world.cache.invalidate(id);
    await expect(accept.run(world.caller, id, ['read'])).rejects.toMatchObject({ code: 'UNPROCESSABLE' });
    await world.toggle.run(world.caller, id, false);
    await expect(accept.run(world.caller, id, ['read'])).rejects.toMatchObject({ code: 'CONFIGURATION_DISABLED' });
  });
});
