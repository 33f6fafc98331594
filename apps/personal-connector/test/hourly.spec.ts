import { FixedClock, MemoryLog } from '@moorage/adapters-memory';
import { MoorageError } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { hourly } from '../src/hourly';

const HOUR_MS = 3_600_000;

function open(work: (signal: AbortSignal) => Promise<unknown>) {
  const [clock, log] = [new FixedClock(), new MemoryLog()];
  return { clock, log, end: hourly('tidy up', work, { clock, log }) };
}

it('works at once and once an hour, also after a failure, which the log tells', async () => {
  let rounds = 0;
  const { clock, log, end } = open(async () => {
    rounds += 1;
    if (rounds === 1) throw new MoorageError('SERVICE_UNAVAILABLE');
  });
  for (const expected of [1, 2, 3]) {
    await eventually(() => rounds === expected && clock.waiting === 1);
    clock.advance(HOUR_MS - 1);
    expect(clock.waiting).toBe(1);
    clock.advance(1);
  }
  await eventually(() => clock.waiting === 1);
  await end();
  expect(clock.waiting).toBe(0);
  expect(log.lines).toMatchObject([{ level: 'error', message: 'It did not work to tidy up; the next try is in an hour.' }]);
});

it('ends after what is under way, which is told so', async () => {
  let finish: () => void = () => undefined;
  let told = false;
  const { end } = open((signal) => new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => (told = true));
    finish = resolve;
  }));
  let ended = false;
  const ending = end().then(() => (ended = true));
  await new Promise(setImmediate);
  expect([told, ended]).toEqual([true, false]);
  finish();
  await ending;
});
