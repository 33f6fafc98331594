import { rejectionOf } from '@moorage/test-kit';
import { ConnectionFailed } from './connection-failed';
import { Turns } from './turns';

const forEver = new AbortController().signal;

/** Turns of which all are taken, by `first`, and a list of who gets the next ones. */
async function busy(most: number, first: string): Promise<{ turns: Turns; order: string[]; ask(owner: string, signal?: AbortSignal): Promise<void> }> {
  const turns = new Turns(most);
  const order: string[] = [];
  for (let taken = 0; taken < most; taken += 1) await turns.take(forEver, first);
  return { turns, order, ask: (owner, signal = forEver) => turns.take(signal, owner).then(() => void order.push(owner)) };
}

it('goes first to who has fewest, however many others wait already', async () => {
  const { turns, order, ask } = await busy(3, 'many');
  const asked = ['many', 'many', 'many', 'one', 'two'].map((owner) => ask(owner));
  turns.give('many');
  await asked[3];
  expect(order).toEqual(['one']);
  turns.give('many');
  await asked[4];
  expect(order).toEqual(['one', 'two']);
  for (const owner of ['one', 'two', 'many']) turns.give(owner);
  await Promise.all(asked);
  expect(order).toEqual(['one', 'two', 'many', 'many', 'many']);
});

it('is had by an owner alone as long as nobody else waits, and never by more than there are', async () => {
  const { turns, order, ask } = await busy(3, 'one');
  const asked = [ask('one'), ask('one')];
  expect([turns.taken, turns.waiting]).toEqual([3, 2]);
  turns.give('one');
  await asked[0];
  expect([turns.taken, turns.waiting, order]).toEqual([3, 1, ['one']]);
});

it('is not waited for any more by who has left, with the reason', async () => {
  const { turns, order, ask } = await busy(1, 'one');
  const [gone, late] = [new AbortController(), new AbortController()];
  const [left, timedOut] = [rejectionOf(() => ask('two', gone.signal)), rejectionOf(() => ask('two', late.signal))];
  gone.abort(new ConnectionFailed('CANCELLED'));
  late.abort();
  expect([(await left) as ConnectionFailed, (await timedOut) as ConnectionFailed].map(({ failure }) => failure.code)).toEqual(['CANCELLED', 'COMMANDS_BUSY']);
  expect(await rejectionOf(() => turns.take(gone.signal))).toMatchObject({ failure: { code: 'CANCELLED' } });
  turns.give('one');
  expect([turns.taken, turns.waiting, order]).toEqual([0, 0, []]);
});
