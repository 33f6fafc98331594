import { eventually } from '@moorage/test-kit';
import { OldClient, SessionWorld } from './session-world';

const ROUND = 15_000;

async function open() {
  const world = new SessionWorld();
  const server = world.scripted({ say: () => ({ content: [] }) }, { stateful: false });
  const configuration = await world.connected(server);
  const client = new OldClient(world, { kind: 'one', configurationId: configuration.id });
  await client.call('say');
  await client.call('say');
  const ways = world.upstreams.usable;
  return { world, server, configuration, client, ways, greetings: () => server.server.heard.filter(({ method }) => method === 'initialize').length };
}

describe('a way to a server that keeps nothing', () => {
  it('is used by one request after the other, and by many at once', async () => {
    const { world, client, ways, greetings } = await open();
    const before = greetings();
    await Promise.all(Array.from({ length: 20 }, () => client.call('say')));
    expect([greetings(), world.upstreams.usable]).toEqual([before, ways]);
  });

  it('is not used for a client that says something else of itself', async () => {
    const { client, greetings } = await open();
    const before = greetings();
    await client.post({ jsonrpc: '2.0', id: 9, method: 'tools/call', params: { name: 'say', arguments: {} } });
    expect(greetings()).toBe(before);
    for await (const _each of client.send({ verb: 'post', protocolVersion: '2025-06-18', text: JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params: { name: 'say', arguments: {} } }) })) continue;
    expect(greetings()).toBe(before + 1);
  });

  it('is left as soon as the configuration leads elsewhere or has other credentials', async () => {
    const { world, configuration, client, greetings } = await open();
    const before = greetings();
    await world.configs.change(world.scope(), configuration.id, (now) => ({ ...now, generation: now.generation + 1 }));
    world.clock.advance(2_000);
    await client.call('say');
    expect(greetings()).toBeGreaterThan(before);
  });

  it('is closed when nobody has used it for a minute', async () => {
    const { world, ways } = await open();
    world.instance.live.start();
    await eventually(() => {
      world.clock.advance(ROUND);
      return world.upstreams.usable < ways;
    });
    expect(world.upstreams.usable).toBe(ways - 1);
    await world.instance.live.release();
  });

  it('is closed when the instance stops', async () => {
    const { world, ways } = await open();
    await world.instance.live.release();
    expect(world.upstreams.usable).toBe(ways - 1);
  });
});
