import { InFlight } from './in-flight';
import { Outbox } from './outbox';

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function opened(underWay: number) {
  const inFlight = new InFlight();
  for (let begun = 0; begun < underWay; begun += 1) inFlight.begin();
  const published: string[] = [];
  const outbox = new Outbox(inFlight);
  return { outbox, inFlight, published, send: (what: string) => outbox.send(() => published.push(what)), gather: (what: string) => outbox.gather(() => published.push(what)) };
}

describe('what is to be published', () => {
  it('waits for the end of the turn while other work is under way, and goes then, all at once and in order', async () => {
    const { published, send } = opened(2);
    for (const what of ['a', 'b', 'c']) send(what);
    expect(published).toEqual([]);
    await endOfTurn();
    expect(published).toEqual(['a', 'b', 'c']);
    send('d');
    await endOfTurn();
    expect(published).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes at once when it is under way alone, and overtakes nothing', async () => {
    const { inFlight, published, send } = opened(2);
    send('a');
    inFlight.end();
    send('b');
    expect(published).toEqual(['a', 'b']);
    await endOfTurn();
    expect(published).toEqual(['a', 'b']);
  });

  it('goes before its time when whoever sends is about to leave', async () => {
    const { outbox, published, send } = opened(2);
    send('a');
    outbox.empty();
    expect(published).toEqual(['a']);
  });

  it('waits for the end of the turn even alone where more may come, and goes before it with what is sent', async () => {
    const { published, send, gather } = opened(1);
    gather('a');
    expect(published).toEqual([]);
    await endOfTurn();
    expect(published).toEqual(['a']);
    gather('b');
    send('c');
    expect(published).toEqual(['a', 'b', 'c']);
  });
});
