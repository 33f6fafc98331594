import { eventually } from '@moorage/test-kit';
import { OldClient, resultOf, SessionWorld } from './session-world';

const HALF_AN_HOUR = 30 * 60_000;
const ROUND = 15_000;

async function open() {
  const world = new SessionWorld();
  const files = world.scripted({ say: () => ({ content: [] }) });
  const mine = await world.connected(files);
  const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
  await client.open();
  await client.call('say');
  const { live } = world.instance;
  live.start();
  return { world, files, mine, client, live };
}

describe('assistant sessions', () => {
  it('that nobody has used for half an hour end, and those of the servers with them', async () => {
    const { world, files, client, live } = await open();
    expect([live.size, files.server.sessions.size]).toEqual([1, 1]);
    world.clock.advance(HALF_AN_HOUR);
    await eventually(() => live.size === 0 && files.server.sessions.size === 0);
    expect((await client.ask('ping')).head).toEqual({ status: 404 });
    await live.release();
  });

  it('live on while a client listens, however long it says nothing', async () => {
    const { world, client, live } = await open();
    const listening = client.listen();
    await eventually(() => listening.head !== undefined);
    for (let rounds = 0; rounds < 5; rounds += 1) {
      world.clock.advance(HALF_AN_HOUR);
      await new Promise(setImmediate);
    }
    expect(live.size).toBe(1);
    expect((await client.ask('ping')).head).toMatchObject({ status: 200 });
    await live.release();
    await listening.over;
  });

  it('whose instance has died are ended at their servers by another one, once they have expired', async () => {
    const { world, files } = await open();
    const other = world.anotherInstance('two');
    await world.instance.live.release();
    const row = (await world.sessions.removeExpired(new Date(8.64e15), 10))[0];
    if (row) await world.sessions.insert({ ...row, instance: 'dead' });
    expect(files.server.sessions.size).toBe(1);
    other.live.start();
    world.clock.advance(HALF_AN_HOUR + ROUND);
    await eventually(() => files.server.sessions.size === 0);
    expect(await world.sessions.find(world.scope(), row?.id ?? '')).toBeNull();
    await other.live.release();
  });

  it('are let go of, and not ended, when another instance turns out to have them', async () => {
    const { world, files, client, live } = await open();
    await world.sessions.take(client.sessionId ?? '', 'one', 'two');
    world.clock.advance(ROUND);
    await eventually(() => live.size === 0);
    expect(files.server.sessions.size).toBe(1);
    expect((await client.call('say')).head).toEqual({ status: 200, elsewhere: 'two' });
    await live.release();
  });

  it('of one person are at most two hundred in an instance: the one that was not used for longest makes room', async () => {
    const world = new SessionWorld();
    const clients = Array.from({ length: 201 }, () => new OldClient(world, { kind: 'all' }));
    for (const client of clients.slice(0, 200)) {
      await client.open();
      world.clock.advance(1);
    }
    await clients[0]?.ask('ping');
    await clients[200]?.open();
    expect(world.instance.live.size).toBe(200);
    expect((await clients[1]?.ask('ping'))?.head).toEqual({ status: 404 });
    for (const used of [0, 2, 200]) expect((await clients[used]?.ask('ping'))?.head).toMatchObject({ status: 200 });
    await world.instance.live.release();
  });

  it('make no room by cutting off one that is in use', async () => {
    const world = new SessionWorld();
    const listening: ReturnType<OldClient['listen']>[] = [];
    for (let opened = 0; opened < 200; opened += 1) {
      const client = new OldClient(world, { kind: 'all' });
      await client.open();
      listening.push(client.listen());
    }
    await eventually(() => listening.every(({ head }) => head !== undefined));
    await expect(new OldClient(world, { kind: 'all' }).open()).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringContaining('End some of them') });
    expect(world.instance.live.size).toBe(200);
    await world.instance.live.release();
  });

  it('are counted when they are taken over, and tell why', async () => {
    const { world, client, live } = await open();
    const two = (client.at = world.anotherInstance('two'));
    expect((await client.post({ jsonrpc: '2.0', id: 5, method: 'ping' }, 'one')).head).toMatchObject({ status: 200 });
    expect(world.metrics.valueOf('moorage_assistant_sessions_taken_total', { from: 'lost' })).toBe(1);
    await two.live.release();
    client.at = world.anotherInstance('three');
    expect(resultOf(await client.call('say'))).toEqual({ content: [] });
    expect(world.metrics.valueOf('moorage_assistant_sessions_taken_total', { from: 'handed_over' })).toBe(1);
    await Promise.all([live.release(), client.at.live.release()]);
  });
});
