import { MoorageError, type RpcMessage } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { OldClient, readAll, resultOf, SessionWorld, type ScriptedServer } from './session-world';

const SAID = { content: [{ type: 'text', text: 'said' }] };

async function open() {
  const world = new SessionWorld();
  const files = world.scripted({ say: () => SAID, wait: () => undefined });
  const mine = await world.connected(files);
  const all = new OldClient(world, { kind: 'all' });
  await all.open();
  return { world, files, mine, all };
}

/** Has a server keep its answers to a method until they are let go. */
function held({ server: { script } }: ScriptedServer, method: string): { waiting: () => number; letGo: () => void } {
  const usual = script.onMessage;
  const kept: (() => void)[] = [];
  script.onMessage = (message, exchange) => (message['method'] === method ? void kept.push(() => void usual(message, exchange)) : usual(message, exchange));
  const letGo = () => {
    script.onMessage = usual;
    for (const go of kept.splice(0)) go();
  };
  return { waiting: () => kept.length, letGo };
}

const called = (id: number, name: string) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });

describe('sessions of assistants that leave and of servers that forget', () => {
  it('open the way to a server for whoever still waits, when the one who began has left', async () => {
    const { files, all } = await open();
    await all.ask('tools/list');
    const greeting = held(files, 'initialize');
    const leaving = new AbortController();
    const first = readAll(all.send({ verb: 'post', text: called(71, 'files_mine__say') }, leaving.signal));
    await eventually(() => greeting.waiting() === 1);
    const second = readAll(all.send({ verb: 'post', text: called(72, 'files_mine__say') }));
    leaving.abort();
    expect((await first).messages).toEqual([]);
    greeting.letGo();
    expect(resultOf(await second)).toEqual(SAID);
  });

  it('end at once while a server is silent that is just being greeted', async () => {
    const { files, all } = await open();
    await all.ask('tools/list');
    const greeting = held(files, 'initialize');
    const cut = all.call('files_mine__say');
    await eventually(() => greeting.waiting() === 1);
    expect((await readAll(all.send({ verb: 'end' }))).head).toMatchObject({ status: 200 });
    expect((await cut).messages).toEqual([]);
  });

  it('leave what is under way alone when a server has forgotten the session', async () => {
    const { files, all } = await open();
    const answers: (() => void)[] = [];
    files.tools['wait'] = (_args, { id, say }) => void answers.push(() => say({ jsonrpc: '2.0', id, result: { slow: true } } as RpcMessage));
    await all.call('files_mine__say');
    const slow = all.call('files_mine__wait');
    await eventually(() => answers.length === 1);
    files.server.forget();
    expect(resultOf(await all.call('files_mine__say'))).toEqual(SAID);
    answers[0]?.();
    expect(resultOf(await slow)).toEqual({ slow: true });
    expect(files.server.sessions.size).toBe(1);
  });
});

describe('sessions while the database is gone for a moment', () => {
  it('outlive a server that says meanwhile that its tools have changed', async () => {
    const { world, files, mine } = await open();
    const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
    await client.open();
    client.listen();
    await eventually(() => files.server.streams === 1);
    const refused = jest.spyOn(world.configs, 'findWithConnector').mockRejectedValue(new MoorageError('SERVICE_UNAVAILABLE'));
    world.clock.advance(3_000);
    files.server.notify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    await eventually(() => refused.mock.calls.length > 0);
    refused.mockRestore();
    expect(resultOf(await client.call('say'))).toEqual(SAID);
  });
});
