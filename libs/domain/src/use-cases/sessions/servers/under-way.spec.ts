import { FixedClock } from '@moorage/adapters-memory';
import { eventually } from '@moorage/test-kit';
import { UnderWay } from './under-way';

function open(deadlineMs = 10_000) {
  const clock = new FixedClock();
  const underWay = new UnderWay(clock, deadlineMs);
  /** Time passes, and whoever watches the deadlines has looked. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise(setImmediate);
  };
  return { clock, underWay, pass };
}

describe('an exchange under way', () => {
  it('is given up as late when the server is silent for its deadline, and not before', async () => {
    const { underWay, pass } = open();
    const awaited = underWay.begin();
    await pass(9_500);
    expect(awaited.signal.aborted).toBe(false);
    await pass(500);
    expect([awaited.reason, awaited.signal.aborted, underWay.size]).toEqual(['late', true, 0]);
  });

  it('has its whole deadline again whenever the server shows that it is at work', async () => {
    const { underWay, pass } = open();
    const awaited = underWay.begin();
    for (let time = 0; time < 5; time += 1) {
      await pass(9_000);
      awaited.touch();
    }
    expect(awaited.reason).toBeUndefined();
    await pass(10_000);
    expect(awaited.reason).toBe('late');
  });

  it('waits for ten minutes more while a person is asked something', async () => {
    const { underWay, pass } = open();
    const awaited = underWay.begin();
    awaited.rest();
    // What the server says meanwhile takes nothing away from that.
    awaited.touch();
    await pass(600_000);
    expect(awaited.reason).toBeUndefined();
    await pass(10_000);
    expect(awaited.reason).toBe('late');
  });

  it('keeps the first reason for which it was given up', () => {
    const { underWay } = open();
    const awaited = underWay.begin();
    awaited.giveUp('cancelled', 'enough');
    awaited.giveUp('left');
    expect([awaited.reason, awaited.note]).toEqual(['cancelled', 'enough']);
  });

  it('that has ended is not given up any more, and nobody watches when there is none', async () => {
    const { clock, underWay, pass } = open();
    const awaited = underWay.begin();
    awaited.end();
    await pass(20_000);
    expect(awaited.reason).toBeUndefined();
    await eventually(() => clock.waiting === 0);
  });

  it('is waited for by whoever wants all to be over', async () => {
    const { underWay } = open();
    await underWay.idle();
    const [one, other] = [underWay.begin(), underWay.begin()];
    let idle = false;
    const over = underWay.idle().then(() => (idle = true));
    one.end();
    await new Promise(setImmediate);
    expect(idle).toBe(false);
    other.end();
    await over;
  });
});
