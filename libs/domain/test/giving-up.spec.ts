import { MoorageError, type ProbeLimits, type Work } from '@moorage/domain';
import { PersonalWorld } from './personal-world';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

async function silentWorld() {
  const world = new PersonalWorld();
  const { id } = await world.configuration(await world.connector());
  world.server.fault = 'silent';
  return { world, id, tools: (work?: Work) => world.list.run(world.caller, id, false, work).catch((error: unknown) => error) };
}

/** Someone who may leave, with a reason of their own. */
function someone() {
  const leaving = new AbortController();
  const reason = new MoorageError('UPSTREAM_TIMEOUT', { message: 'left' });
  return { signal: leaving.signal, leave: () => leaving.abort(reason), reason };
}

/** Gives everybody who can go on many turns, without time passing. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 1_000; turn++) await Promise.resolve();
}

async function untilAsked(world: PersonalWorld, requests = 1): Promise<void> {
  for (let turn = 0; turn < 10_000 && world.servers.requests < requests; turn++) await Promise.resolve();
  expect(world.servers.requests).toBe(requests);
}

/** What the server is asked with. */
function limitsSeen(world: PersonalWorld): ProbeLimits[] {
  const seen: ProbeLimits[] = [];
  const visit = world.servers.visit.bind(world.servers);
  world.servers.visit = (target, limits) => (seen.push(limits), visit(target, limits));
  return seen;
}

describe('a caller who gives up', () => {
  it('is told at once and leaves the fetch to the others who wait for it', async () => {
    const { world, id, tools } = await silentWorld();
    const first = someone();
    const left = tools(first);
    await untilAsked(world);
    const stayed = tools();
    await turns();
    first.leave();
    expect(await left).toBe(first.reason);
    world.clock.advance(10_000);
    expect(await stayed).toMatchObject({ code: 'CONNECTOR_SERVER_UNREACHABLE' });
    expect(world.servers.requests).toBe(1);
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toHaveLength(1);
  });

  it('breaks the fetch off when it is the last one, and nothing is said of the server', async () => {
    const { world, id, tools } = await silentWorld();
    const [first, second] = [someone(), someone()];
    const calls = [tools(first), tools(second)];
    await untilAsked(world);
    await turns();
    first.leave();
    await turns();
    expect(world.clock.waiting).toBeGreaterThan(0);
    second.leave();
    expect(await Promise.all(calls)).toEqual([first.reason, second.reason]);
    await turns();
    expect(world.clock.waiting).toBe(0);
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unknown' });
    expect((await world.checks.list({ configurationId: id, limit: 10 })).items).toEqual([]);
  });

  it('does not fail those who wait in another process: they fetch themselves', async () => {
    const { world, id, tools } = await silentWorld();
    const first = someone();
    const left = tools(first);
    await untilAsked(world);
    const configuration = await world.stored(id);
    const elsewhere = world.anotherProcess().run(configuration as NonNullable<typeof configuration>, 'any');
    await turns();
    delete world.server.fault;
    first.leave();
    expect(await left).toBe(first.reason);
    await turns();
    world.clock.advance(100);
    expect(await elsewhere).toMatchObject({ stored: true });
    expect(world.servers.requests).toBe(2);
  });

  it('does not leave a fetch that is being broken off to the next one', async () => {
    const { world, tools } = await silentWorld();
    const first = someone();
    const left = tools(first);
    await untilAsked(world);
    delete world.server.fault;
    first.leave();
    const next = tools();
    await left;
    await turns();
    world.clock.advance(100);
    expect(await next).toMatchObject({ tools: expect.any(Array) });
  });

  it('does not wait any longer for the fetch of another process', async () => {
    const { world, id, tools } = await silentWorld();
    const configuration = await world.stored(id);
    const other = someone();
    const elsewhere = world.anotherProcess().run(configuration as NonNullable<typeof configuration>, 'any', other);
    await untilAsked(world);
    const waiting = someone();
    const left = tools(waiting);
    await turns();
    waiting.leave();
    expect(await left).toBe(waiting.reason);
    other.leave();
    await expect(elsewhere).rejects.toBe(other.reason);
  });

  it('who had left before it began makes no call to the server', async () => {
    const { world, tools } = await silentWorld();
    const gone = someone();
    gone.leave();
    expect(await tools(gone)).toBe(gone.reason);
    expect(world.servers.requests).toBe(0);
  });

  it('keeps the configuration that it asked to create and test', async () => {
    const { world } = await silentWorld();
    const { id: personalConnectorId } = await world.connector();
    const gone = someone();
    gone.leave();
    const { id } = await world.createTested.run(world.caller, { personalConnectorId, name: 'Mine' }, true, gone);
    expect(await world.stored(id)).toMatchObject({ healthStatus: 'unknown' });
    expect(world.servers.requests).toBe(0);
  });
});

describe('a call to a server', () => {
  it.each(['a test', 'a fetch'])('belongs to the trace of whoever asked: %s', async (what) => {
    const { world, id } = await silentWorld();
    delete world.server.fault;
    const seen = limitsSeen(world);
    await (what === 'a test' ? world.test.run(world.caller, id, { traceparent: TRACEPARENT }) : world.refresh.run(world.caller, id, { traceparent: TRACEPARENT }));
    expect(seen).toEqual([expect.objectContaining({ traceparent: TRACEPARENT, deadlineMs: 10_000 })]);
  });

  it.each([
    [65_000, 10_000],
    [11_000, 10_000],
    [9_000, 8_000],
    [2_000, 1_000],
    [1_000, 500],
    [0, 0],
  ])('with %d ms left takes at most %d ms, so that its result still arrives', async (remainingMs, deadlineMs) => {
    const { world, id } = await silentWorld();
    delete world.server.fault;
    const seen = limitsSeen(world);
    await world.test.run(world.caller, id, { remainingMs });
    await world.refresh.run(world.caller, id, { remainingMs });
    expect(seen.map((limits) => limits.deadlineMs)).toEqual([deadlineMs, deadlineMs]);
  });

  it('that runs into what is left is a result, not an error', async () => {
    const { world, id } = await silentWorld();
    const running = world.test.run(world.caller, id, { remainingMs: 5_000 });
    for (let turn = 0; turn < 1_000 && world.clock.waiting === 0; turn++) await Promise.resolve();
    world.clock.advance(4_000);
    expect((await running).check).toMatchObject({ status: 'unhealthy', failure: { code: 'RESPONSE_TIMEOUT' } });
  });
});
