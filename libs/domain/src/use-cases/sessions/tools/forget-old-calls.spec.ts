import { FixedClock, MemoryCallLog, MemoryConfigRepo } from '@moorage/adapters-memory';
import { aConfiguration, aToolCall } from '@moorage/test-kit';
import { ForgetOldCalls } from './forget-old-calls';

/** A history that counts how often it is asked to forget, and has endless old calls when told so. */
class CountingCallLog extends MemoryCallLog {
  readonly limits: number[] = [];
  endless = false;

  override async removeBefore(before: Date, limit: number): Promise<number> {
    this.limits.push(limit);
    return this.endless ? limit : super.removeBefore(before, limit);
  }
}

async function open() {
  const configs = new MemoryConfigRepo();
  await configs.insert(aConfiguration());
  const [history, clock] = [new CountingCallLog(configs), new FixedClock()];
  return { history, clock, forget: new ForgetOldCalls(history, clock, 90) };
}

const HOUR_MS = 3_600_000;

it('forgets the calls that are older than they are to be kept, and no others', async () => {
  const { history, clock, forget } = await open();
  const ages = [0, 89 * 24, 90 * 24, 90 * 24 + 1, 10_000];
  await history.record(ages.map((hours) => aToolCall({ id: `call_${hours}`, startedAt: new Date(clock.now().getTime() - hours * HOUR_MS) })));
  expect(await forget.run()).toBe(2);
  const { items } = await history.list({ configurationId: 'pconf_1', limit: 9 });
  expect(items.map(({ id }) => id)).toEqual(['call_2160', 'call_2136', 'call_0']);
  expect(await forget.run()).toBe(0);
});

it('asks for a bounded number at a time, and gives way to others after many times', async () => {
  const { history, forget } = await open();
  history.endless = true;
  expect(await forget.run()).toBe(500_000);
  expect(new Set(history.limits)).toEqual(new Set([5_000]));
});

it('ends between two batches when it is told to', async () => {
  const { history, forget } = await open();
  history.endless = true;
  const leaving = new AbortController();
  const forgetting = forget.run(leaving.signal);
  leaving.abort();
  expect(await forgetting).toBe(5_000);
});
