import type { RpcMessage } from '../../model/sessions/rpc';
import { Outflow, type Outgoing } from './outflow';

const said = (id: number): RpcMessage => ({ jsonrpc: '2.0', id, result: {} });

async function all(flow: Outflow): Promise<Outgoing[]> {
  const outgoing: Outgoing[] = [];
  for await (const each of flow) outgoing.push(each);
  return outgoing;
}

describe('what a client is answered with', () => {
  it('begins with a head by itself, and holds everything in order, said before it was read or after', async () => {
    const flow = new Outflow();
    flow.say(said(1));
    const read = all(flow);
    flow.say(said(2));
    flow.end();
    expect(await read).toEqual([{ head: { status: 200 } }, { message: said(1) }, { message: said(2) }]);
  });

  it('has one head only: the first', async () => {
    const flow = new Outflow();
    flow.instance = 'one';
    flow.head({ status: 404 });
    flow.answer(said(1), 500);
    expect(await all(flow)).toEqual([{ head: { status: 404, instance: 'one' } }, { message: said(1) }]);
  });

  it('says nothing after its end', async () => {
    const flow = new Outflow();
    flow.answerOnly({ status: 202 });
    flow.say(said(1));
    flow.fail(new Error('late'));
    expect(await all(flow)).toEqual([{ head: { status: 202 } }]);
  });

  it('breaks off with what went wrong, once what was said before is read', async () => {
    const flow = new Outflow();
    flow.say(said(1));
    flow.fail(new Error('broken'));
    const reader = flow[Symbol.asyncIterator]();
    expect([await reader.next(), await reader.next()]).toMatchObject([{ value: { head: { status: 200 } } }, { value: { message: said(1) } }]);
    await expect(reader.next()).rejects.toThrow('broken');
  });

  it('tells whoever speaks that the reader has left, and forgets what was not read', async () => {
    const flow = new Outflow();
    const over = jest.fn();
    flow.whenOver(over);
    for (const id of [1, 2, 3]) flow.say(said(id));
    for await (const _first of flow) break;
    expect(flow.signal.aborted).toBe(true);
    expect(over).toHaveBeenCalledTimes(1);
    expect(await all(flow)).toEqual([]);
  });

  it('does not count as left when it was read to its end', async () => {
    const flow = new Outflow();
    flow.answer(said(1));
    await all(flow);
    expect(flow.signal.aborted).toBe(false);
  });

  it('breaks off a client that lets answers pile up, instead of keeping them all', async () => {
    const flow = new Outflow();
    for (let id = 0; id < 5_000; id += 1) flow.say(said(id));
    let read = 0;
    await expect(
      (async () => {
        for await (const _each of flow) read += 1;
      })(),
    ).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(read).toBeLessThanOrEqual(2_000);
  });
});
