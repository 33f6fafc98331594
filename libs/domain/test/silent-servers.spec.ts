import type { JsonObject, RpcId, RpcMessage } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { errorOf, OldClient, resultOf, SessionWorld } from './session-world';

const DEADLINE = 300_000;
const DONE = { content: [{ type: 'text', text: 'done' }] };

/** A client in a session, and a tool that answers when it is told to. */
async function open() {
  const world = new SessionWorld();
  const calls: { id: RpcId; say(message: RpcMessage): void }[] = [];
  const server = world.scripted({ wait: (_args, { id, say }) => void calls.push({ id, say }), quick: () => DONE });
  const configuration = await world.connected(server);
  const client = new OldClient(world, { kind: 'one', configurationId: configuration.id });
  await client.open();
  const called = client.call('wait');
  await eventually(() => calls.length === 1);
  const [call = { id: 0, say: () => undefined }] = calls;
  /** Time passes, and whoever watches the deadlines has looked. */
  const pass = async (ms: number) => {
    await eventually(() => world.clock.waiting > 0);
    world.clock.advance(ms);
    await new Promise(setImmediate);
  };
  const heard = (method: string) => server.server.heard.filter((message) => message['method'] === method);
  return { world, client, called, heard, pass, done: () => call.say({ jsonrpc: '2.0', id: call.id, result: DONE }), say: call.say };
}

describe('a server that is silent', () => {
  it('is given up after its deadline: the client learns why, the server that nobody waits any more', async () => {
    const { called, heard, pass, world } = await open();
    await pass(DEADLINE);
    expect(errorOf(await called)).toMatchObject({ code: -32_603, data: { code: 'RESPONSE_TIMEOUT', retryable: true } });
    await eventually(() => heard('notifications/cancelled').length === 1);
    await eventually(() => world.metrics.valueOf('moorage_tool_calls_total', { outcome: 'timed_out', via: 'mcp' }) === 1);
  });

  it('may answer too late: nobody hears that, and the next call is answered as ever', async () => {
    const { called, client, done, pass } = await open();
    await pass(DEADLINE);
    await called;
    done();
    expect((await client.call('quick')).messages).toEqual([{ jsonrpc: '2.0', id: expect.any(Number), result: DONE }]);
  });

  it('is waited for as long as it shows from time to time that it is at work', async () => {
    const { called, say, done, pass } = await open();
    for (let time = 0; time < 3; time += 1) {
      await pass(DEADLINE - 1_000);
      say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: time } });
    }
    done();
    expect(resultOf(await called)).toEqual(DONE);
  });

  it('is not to blame while the client has a question to answer', async () => {
    const { called, say, done, pass } = await open();
    say({ jsonrpc: '2.0', id: 'q', method: 'elicitation/create', params: { message: 'Sure?' } });
    await pass(2 * DEADLINE);
    done();
    expect(resultOf(await called)).toEqual(DONE);
  });

  it('does not keep lists of tools waiting', async () => {
    const { client } = await open();
    expect((resultOf(await client.ask('tools/list'))['tools'] as JsonObject[]).map(({ name }) => name)).toEqual(['wait', 'quick']);
  });
});
