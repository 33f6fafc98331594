import { FixedClock, MemoryLog, MemoryRateCounter } from '@moorage/adapters-memory';
import { LimitRate, type Allowance, type Caller, type RateCounter } from '@moorage/domain';

const WINDOW_MS = 60_000;
const KEY: Caller = { organizationId: 'org_acme', apiKeyId: 'apk_1', role: 'member', scopes: [] };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts what it is asked, and may be away or not answer. */
class WatchedCounter implements RateCounter {
  readonly memory = new MemoryRateCounter();
  asked = 0;
  mood: 'well' | 'away' | 'silent' = 'well';

  async hit(key: string, windowStart: Date, amount: number): Promise<number> {
    this.asked += 1;
    if (this.mood === 'away') throw new TypeError('away');
    if (this.mood === 'silent') return new Promise(() => undefined);
    await turn();
    return this.memory.hit(key, windowStart, amount);
  }
}

describe('LimitRate', () => {
  let clock: FixedClock;
  let counter: WatchedCounter;
  let log: MemoryLog;

  beforeEach(() => {
    clock = new FixedClock(new Date('2026-11-21T09:30:20.500Z'));
    counter = new WatchedCounter();
    log = new MemoryLog();
  });

  const replica = (limit: number) => new LimitRate(counter, clock, log, limit);

  async function one(limiter: LimitRate, caller = KEY): Promise<Allowance> {
    const allowance = await limiter.run(caller);
    return allowance ?? { allowed: true, limit: 0, remaining: 0, resetSeconds: 0 };
  }

  async function requests(count: number, limiter: LimitRate, caller = KEY): Promise<Allowance[]> {
    const allowances: Allowance[] = [];
    for (let index = 0; index < count; index += 1) allowances.push(await one(limiter, caller));
    return allowances;
  }

  const admitted = (allowances: Allowance[]) => allowances.filter(({ allowed }) => allowed).length;

  it('tells what is left, and when all is had again', async () => {
    expect(await requests(3, replica(2))).toEqual([
      { allowed: true, limit: 2, remaining: 1, resetSeconds: 40 },
      { allowed: true, limit: 2, remaining: 0, resetSeconds: 40 },
      { allowed: false, limit: 2, remaining: 0, resetSeconds: 40 },
    ]);
  });

  it('sets no limit where there is none, and then counts nothing', async () => {
    expect(await replica(0).run(KEY)).toBeNull();
    expect(counter.asked).toBe(0);
  });

  it('begins anew with the next window', async () => {
    const limiter = replica(2);
    await requests(3, limiter);
    clock.advance(39_499);
    expect((await one(limiter)).allowed).toBe(false);
    clock.advance(1);
    expect(await limiter.run(KEY)).toEqual({ allowed: true, limit: 2, remaining: 1, resetSeconds: 60 });
  });

  it.each([1, 2, 7, 60, 1_000])('lets exactly %i through, one after another', async (limit) => {
    const allowances = await requests(limit + 20, replica(limit));
    expect(admitted(allowances)).toBe(limit);
    expect(allowances.map(({ remaining }) => remaining)).toEqual(Array.from({ length: limit + 20 }, (_, index) => Math.max(0, limit - 1 - index)));
  });

  it.each([1, 50, 150, 200, 5_000])('lets no more than %i through of two hundred at once', async (limit) => {
    const limiter = replica(limit);
    expect(admitted(await Promise.all(Array.from({ length: 200 }, () => one(limiter))))).toBe(Math.min(200, limit));
  });

  it('never lets more through of crowds that come to several replicas at once', async () => {
    const replicas = [replica(70), replica(70), replica(70)];
    const outcomes = await Promise.all(Array.from({ length: 150 }, (_, index) => one(replicas[index % 3] ?? replica(0))));
    expect(admitted(outcomes)).toBe(70);
  });

  it('asks once for all of a crowd that waits, and takes little more than they need', async () => {
    const limiter = replica(300);
    await Promise.all(Array.from({ length: 200 }, () => one(limiter)));
    await turn();
    expect(counter.asked).toBeLessThanOrEqual(4);
    expect(admitted(await requests(200, replica(300)))).toBeGreaterThanOrEqual(90);
  });

  it('never lets more through over several replicas, and hardly less', async () => {
    const limit = 1_000;
    const replicas = [replica(limit), replica(limit), replica(limit)];
    const outcomes = await Promise.all(replicas.map((limiter, index) => requests(300 + index * 300, limiter)));
    expect(admitted(outcomes.flat())).toBeLessThanOrEqual(limit);
    expect(admitted(outcomes.flat())).toBeGreaterThanOrEqual(limit * 0.95);
  });

  it('goes on where a replica that was restarted left off, but for a few per cent', async () => {
    const limit = 1_000;
    const before = admitted(await requests(600, replica(limit)));
    const after = admitted(await requests(600, replica(limit)));
    expect(before + after).toBeLessThanOrEqual(limit);
    expect(before + after).toBeGreaterThanOrEqual(limit * 0.96);
  });

  it('keeps next to nothing from the others for a caller who came once', async () => {
    await requests(1, replica(1_000));
    expect(admitted(await requests(1_200, replica(1_000)))).toBeGreaterThanOrEqual(996);
  });

  it('asks the shared count for far fewer than every request', async () => {
    await requests(6_000, replica(6_000));
    expect(counter.asked).toBeLessThan(600);
  });

  it('asks no more once the limit is reached', async () => {
    const limiter = replica(10);
    await requests(11, limiter);
    const { asked } = counter;
    await requests(100, limiter);
    expect(counter.asked).toBe(asked);
  });

  it('counts each key, and each user of a token in each organization, on its own', async () => {
    const limiter = replica(1);
    const others: Caller[] = [KEY, { ...KEY, apiKeyId: 'apk_2' }, { organizationId: 'org_a', userId: 'user_1', role: 'member', scopes: [] }, { organizationId: 'org_b', userId: 'user_1', role: 'member', scopes: [] }];
    for (const caller of others) expect((await requests(2, limiter, caller)).map(({ allowed }) => allowed)).toEqual([true, false]);
  });

  it('holds nobody up while the count is away, says so once a window, and counts again when it is back', async () => {
    counter.mood = 'away';
    const limiter = replica(5);
    const allowances = await requests(50, limiter);
    expect(admitted(allowances)).toBe(50);
    expect(allowances.every(({ remaining }) => remaining >= 0 && remaining <= 5)).toBe(true);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
    counter.mood = 'well';
    clock.advance(WINDOW_MS);
    expect(admitted(await requests(10, limiter))).toBe(5);
  });

  it('waits a second at most for a count that does not answer', async () => {
    counter.mood = 'silent';
    const first = one(replica(5));
    await turn();
    expect(clock.waiting).toBe(1);
    clock.advance(1_000);
    expect((await first).allowed).toBe(true);
  });
});
