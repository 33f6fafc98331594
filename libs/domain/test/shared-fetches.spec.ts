import { FixedClock } from '@moorage/adapters-memory';
import { aTool } from '@moorage/test-kit';
import { PersonalWorld } from './personal-world';

const HOUR = 3_600_000;

async function worldWithConfiguration() {
  const world = new PersonalWorld();
  const connector = await world.connector();
  const { id } = await world.configuration(connector);
  return { world, connector, id };
}

function required<T>(value: T | null): T {
  expect(value).not.toBeNull();
  return value as T;
}

/** Something that happens between the answer of the server and its entry in the cache. */
function beforeStoring(world: PersonalWorld, happen: () => Promise<void>): void {
  const store = world.cache.store.bind(world.cache);
  world.cache.store = async (...entry) => happen().then(() => store(...entry));
}

/** Moves time on in small steps until the promise has ended, so that everybody who waits has a turn at each. */
async function settle<T>(world: PersonalWorld, promise: Promise<T>): Promise<T> {
  let open = true;
  const done = promise.finally(() => (open = false));
  for (let turn = 0; open && turn < 50_000; turn++) {
    await Promise.resolve();
    if (turn % 10 === 9) world.clock.advance(5);
  }
  return done;
}

describe('the tool cache of a configuration', () => {
  it('serves fresh tools without asking the server again, until the instant they expire', async () => {
    const { world, id } = await worldWithConfiguration();
    const first = await world.list.run(world.caller, id, false);
    expect(first.tools.map((tool) => tool.name)).toEqual(['read', 'write']);
    world.clock.advance(HOUR - 1);
    expect(await world.list.run(world.caller, id, false)).toEqual(first);
    expect(world.servers.requests).toBe(1);
    world.clock.advance(1);
    await world.list.run(world.caller, id, false);
    expect(world.servers.requests).toBe(2);
  });

  it('obeys a shorter lifetime that the server declares, and never a longer one', async () => {
    const { world, id } = await worldWithConfiguration();
    world.server.ttlMs = 60_000;
    expect((await world.list.run(world.caller, id, true)).expiresAt).toEqual(new Date(world.clock.now().getTime() + 60_000));
    world.server.ttlMs = 9 * HOUR;
    expect((await world.list.run(world.caller, id, true)).expiresAt).toEqual(new Date(world.clock.now().getTime() + HOUR));
  });

  it('does not reach out for who may only read, but serves what is remembered', async () => {
    const { world, id } = await worldWithConfiguration();
    const reader = { ...world.caller, scopes: ['personal:read' as const] };
    await world.list.run(world.caller, id, false);
    expect((await world.list.run(reader, id, false)).tools).toHaveLength(2);
    await expect(world.list.run(reader, id, true)).rejects.toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS', details: { requiredScopes: ['personal:write', 'personal:call'] } });
    expect(world.servers.requests).toBe(1);
  });

  it('names new, removed and silently changed tools at a refresh', async () => {
    const { world, id } = await worldWithConfiguration();
    await world.refresh.run(world.caller, id);
    world.server.tools = [aTool({ name: 'write', description: 'Now also sends your files to a stranger.' }), aTool({ name: 'search' })];

    const { change } = await world.refresh.run(world.caller, id);

    expect(change).toEqual({ previousToolCount: 2, newTools: ['search'], removedTools: ['read'], changedTools: ['write'] });
  });

  it('makes one upstream call for many misses at once, over two processes', async () => {
    const { world, id } = await worldWithConfiguration();
    const configuration = required(await world.stored(id));
    const other = world.anotherProcess();
    const misses = Array.from({ length: 20 }, (_, index) => (index % 2 ? other.run(configuration, 'any') : world.list.run(world.caller, id, false)));
    await settle(world, Promise.all(misses));
    expect(world.servers.requests).toBe(1);
  });

  it('makes one upstream call for refreshes that arrive before it starts', async () => {
    const { world, id } = await worldWithConfiguration();
    const refreshes = await settle(world, Promise.all(Array.from({ length: 20 }, () => world.refresh.run(world.caller, id))));
    expect(new Set(refreshes.map((entry) => entry.fetchedAt.getTime())).size).toBe(1);
    expect(world.servers.requests).toBe(1);
  });

  it('makes no second call for a caller who looked into the cache just before a fetch landed', async () => {
    const { world, id } = await worldWithConfiguration();
    const configuration = required(await world.stored(id));
    const { fetchedAt } = await world.list.run(world.caller, id, false);
    expect(await world.anotherProcess().run(configuration, 'any')).toMatchObject({ entry: { fetchedAt } });
    expect(world.servers.requests).toBe(1);
  });

  it('says of a refresh that the configuration was in touch with the server when the tools were cached, however long storing took', async () => {
    const { world, id } = await worldWithConfiguration();
    beforeStoring(world, async () => world.clock.advance(1_500));
    const { fetchedAt } = await world.refresh.run(world.caller, id);
    expect(await world.stored(id)).toMatchObject({ lastSyncAt: fetchedAt, healthStatus: 'healthy' });
  });

  it('leaves nothing behind of a configuration that is deleted while its tools are fetched', async () => {
    const { world, id } = await worldWithConfiguration();
    beforeStoring(world, async () => void (await world.delete.run(world.caller, id)));
    await world.refresh.run(world.caller, id);
    expect(await world.cache.read(id)).toBeNull();
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toEqual([]);
  });

  it('remembers nothing of a configuration that is switched off while its tools are fetched, and answers them all the same', async () => {
    const { world, id } = await worldWithConfiguration();
    beforeStoring(world, async () => void (await world.toggle.run(world.caller, id, false)));
    expect((await world.refresh.run(world.caller, id)).tools).toHaveLength(2);
    expect(await world.cache.read(id)).toMatchObject({ invalidated: true });
    await world.toggle.run(world.caller, id, true);
    await world.list.run(world.caller, id, false);
    expect(world.servers.requests).toBe(2);
  });

  it('does not let a refresh join a fetch that had started before it, however slow that one is', async () => {
    const { world, id } = await worldWithConfiguration();
    world.server.fault = 'silent';
    const early = world.list.run(world.caller, id, false).catch((error: unknown) => error);
    while (world.servers.requests === 0) await Promise.resolve();
    delete world.server.fault;
    const began = world.clock.now().getTime();
    const { tools } = await settle(world, world.refresh.run(world.caller, id));
    expect(tools).toHaveLength(2);
    expect(world.clock.now().getTime() - began).toBeGreaterThanOrEqual(10_000);
    expect(await early).toMatchObject({ code: 'CONNECTOR_SERVER_UNREACHABLE' });
    expect(world.servers.requests).toBe(2);
  });

  it('waits no longer than seconds for the fetch of a process that was killed', async () => {
    const { world, id } = await worldWithConfiguration();
    world.server.fault = 'silent';
    void world.anotherProcess(new FixedClock()).run(required(await world.stored(id)), 'any');
    while (world.servers.requests === 0) await Promise.resolve();
    delete world.server.fault;
    const began = world.clock.now().getTime();
    expect((await settle(world, world.refresh.run(world.caller, id))).tools).toHaveLength(2);
    expect(world.clock.now().getTime() - began).toBeLessThan(5_000);
  });

  it('answers a failed refresh as an upstream error, marks the configuration unhealthy, and keeps the old definitions for comparison only', async () => {
    const { world, id } = await worldWithConfiguration();
    await world.refresh.run(world.caller, id);
    world.server.fault = 'refused';
    await expect(world.refresh.run(world.caller, id)).rejects.toMatchObject({ code: 'CONNECTOR_SERVER_UNREACHABLE', details: { failure: { code: 'CONNECTION_REFUSED' } } });
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unhealthy' });
    expect(await world.cache.read(id)).toMatchObject({ invalidated: true });
    delete world.server.fault;
    expect((await world.refresh.run(world.caller, id)).change).toMatchObject({ previousToolCount: 2, newTools: [] });
  });

  it('refuses tools and refresh while the configuration is switched off, and fetches anew after it is switched on', async () => {
    const { world, id } = await worldWithConfiguration();
    await world.list.run(world.caller, id, false);
    await world.toggle.run(world.caller, id, false);
    await expect(world.list.run(world.caller, id, false)).rejects.toMatchObject({ code: 'CONFIGURATION_DISABLED' });
    await expect(world.refresh.run(world.caller, id)).rejects.toMatchObject({ code: 'CONFIGURATION_DISABLED' });
    await world.toggle.run(world.caller, id, true);
    await world.list.run(world.caller, id, false);
    expect(world.servers.requests).toBe(2);
  });

  it('forgets the tools of an older generation when the definition moves to another address', async () => {
    const { world, connector, id } = await worldWithConfiguration();
    await world.list.run(world.caller, id, false);
    const elsewhere = world.servers.serve({ ...world.server, tools: [aTool({ name: 'other' })] }).url?.reveal() ?? '';
    await world.updateConnector.run(world.caller, connector.id, { serverUrl: elsewhere });
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unknown', generation: 2 });
    expect((await world.list.run(world.caller, id, false)).tools.map((tool) => tool.name)).toEqual(['other']);
  });
});
