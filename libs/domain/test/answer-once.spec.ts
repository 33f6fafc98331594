import { FixedClock, MemoryHasher, MemoryIdempotencyStore, MemoryLog, SequentialIds } from '@moorage/adapters-memory';
import { AnswerOnce, MoorageError, type Caller, type ErrorCode, type IdempotencyStore, type KeyedRequest, type OnceAnswered, type RememberedRequest } from '@moorage/domain';
import { outcomeOf } from './edge-world';

const ADA: Caller = { organizationId: 'org_acme', userId: 'user_ada', apiKeyId: 'apk_1', role: 'member', scopes: ['personal:write'] };
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

const asked = (overrides: Partial<KeyedRequest> = {}): KeyedRequest => ({ caller: ADA, key: 'key-1', operation: 'createThing', input: { name: 'One' }, secret: false, ...overrides });

/** A store that can be out of reach, and tells what it was given. */
class WatchedStore extends MemoryIdempotencyStore {
  readonly away = new Set<'claim' | 'extend' | 'settle'>();
  readonly hashes: string[] = [];
  readonly given: unknown[] = [];

  override async claim(...given: Parameters<IdempotencyStore['claim']>): Promise<RememberedRequest | null> {
    this.hashes.push(given[1]);
    return this.#reached('claim', given) ?? super.claim(...given);
  }

  override async extend(...given: Parameters<IdempotencyStore['extend']>): Promise<boolean> {
    return this.#reached('extend', given) ?? super.extend(...given);
  }

  override async settle(...given: Parameters<IdempotencyStore['settle']>): Promise<boolean> {
    return this.#reached('settle', given) ?? super.settle(...given);
  }

  #reached(method: 'claim' | 'extend' | 'settle', given: unknown[]): undefined {
    this.given.push(...given);
    if (this.away.has(method)) throw new MoorageError('UPSTREAM_TIMEOUT');
  }
}

/** The edge of two gateways with one store. `work` counts how often something was done. */
function twoGateways() {
  const clock = new FixedClock();
  const store = new WatchedStore();
  const log = new MemoryLog();
  const ids = new SequentialIds();
  const gateway = () => new AnswerOnce(store, { hasher: new MemoryHasher(), ids, clock, log });
  let done = 0;
  return {
    clock,
    store,
    log,
    one: gateway(),
    other: gateway(),
    done: () => done,
    work: async () => ({ id: 'thing_1', number: ++done }),
    failing: (code: ErrorCode) => async () => {
      done += 1;
      throw new MoorageError(code, { message: 'why', details: { a: 1 } });
    },
  };
}

/** Work that ends when it is told to. */
function slowWork() {
  let end: (answer: object) => void = () => undefined;
  const answer = new Promise<object>((resolve) => (end = resolve));
  return { work: () => answer, end };
}

const bodyOf = ({ outcome }: OnceAnswered<object>): unknown => ('body' in outcome ? outcome.body : outcome.error);

/** Lets everything happen that happens without time passing. */
const calm = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

/** Time passes in steps in which everybody who waits has a turn. */
async function pass(clock: FixedClock, ms: number): Promise<void> {
  for (let past = 0; past < ms; past += SECOND) {
    clock.advance(SECOND);
    await calm();
  }
}

describe('a request with an idempotency key', () => {
  it('is carried out once, and repeated at another gateway it gets the first answer', async () => {
    const { one, other, work, done } = twoGateways();
    expect(await one.run(asked(), work)).toEqual({ replayed: false, outcome: { body: { id: 'thing_1', number: 1 } } });
    expect(await other.run(asked(), work)).toEqual({ replayed: true, outcome: { body: { id: 'thing_1', number: 1 } } });
    expect(done()).toBe(1);
  });

  it('is carried out again a day later, and not a moment sooner', async () => {
    const { one, work, clock, done } = twoGateways();
    await one.run(asked(), work);
    clock.advance(DAY - 1);
    expect(await one.run(asked(), work)).toMatchObject({ replayed: true });
    clock.advance(1);
    expect(await one.run(asked(), work)).toMatchObject({ replayed: false });
    expect(done()).toBe(2);
  });

  it.each([
    ['another input', asked({ input: { name: 'Two' } })],
    ['another operation', asked({ operation: 'startThing' })],
  ])('is refused when the key stood for %s', async (_what, request) => {
    const { one, work, done } = twoGateways();
    await one.run(asked(), work);
    expect(await outcomeOf(() => one.run(request, work))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(done()).toBe(1);
  });

  it.each([
    ['another user', { ...ADA, userId: 'user_bob' }],
    ['a key that belongs to itself', { organizationId: 'org_acme', apiKeyId: 'apk_1', role: ADA.role, scopes: ADA.scopes }],
    ['the same user in another organization', { ...ADA, organizationId: 'org_other' }],
  ])('does not meet the same key of %s', async (_who, caller: Caller) => {
    const { one, work } = twoGateways();
    await one.run(asked(), work);
    expect(await one.run(asked({ caller }), work)).toMatchObject({ replayed: false });
  });

  it('is the same with another API key of its user, and with its members in another order', async () => {
    const { one, work } = twoGateways();
    await one.run(asked({ input: { a: 1, b: { c: 2, d: 3 } } }), work);
    expect(await one.run(asked({ caller: { ...ADA, apiKeyId: 'apk_2' }, input: { b: { d: 3, c: 2 }, a: 1 } }), work)).toMatchObject({ replayed: true });
  });

  it.each(['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'] as const)('that was refused for good, with %s, is refused again in the same words', async (code) => {
    const { one, failing, done } = twoGateways();
    const { outcome } = await one.run(asked(), failing(code));
    const again = await one.run(asked(), failing(code));
    for (const error of [bodyOf({ replayed: false, outcome }), bodyOf(again)]) expect(error).toMatchObject({ code, message: 'why', details: { a: 1 } });
    expect([again.replayed, done()]).toEqual([true, 1]);
  });

  it.each(['VALIDATION_ERROR', 'CONNECTOR_INVALID_CONFIG', 'INSUFFICIENT_PERMISSIONS', 'RATE_LIMITED', 'INTERNAL_ERROR', 'CONNECTOR_SERVER_UNREACHABLE', 'SERVICE_UNAVAILABLE', 'UPSTREAM_TIMEOUT'] as const)(
    'that failed with %s may be sent again, corrected or not',
    async (code) => {
      const { one, failing, work } = twoGateways();
      expect(await one.run(asked(), failing(code))).toMatchObject({ replayed: false, outcome: { error: { code } } });
      expect(await one.run(asked({ input: { name: 'Corrected' } }), work)).toMatchObject({ replayed: false, outcome: { body: { id: 'thing_1' } } });
    },
  );

  it('that failed for a reason nobody foresaw may be sent again', async () => {
    const { one, work } = twoGateways();
    const fault = new TypeError('a mistake');
    expect(await one.run(asked(), () => Promise.reject(fault))).toEqual({ replayed: false, outcome: { error: fault } });
    expect(await one.run(asked(), work)).toMatchObject({ replayed: false });
  });

  it('whose answer shows a secret shows it once, and keeps no more of it than which thing it is about', async () => {
    const { one, work, store, done } = twoGateways();
    expect(bodyOf(await one.run(asked({ secret: true }), work))).toEqual({ id: 'thing_1', number: 1 });
    await expect(one.run(asked({ secret: true }), work)).rejects.toMatchObject({ code: 'IDEMPOTENCY_ANSWER_NOT_KEPT', message: expect.stringContaining('rotate or delete'), details: { reason: 'secret', id: 'thing_1' } });
    expect(store.given).toContainEqual({ withheld: 'secret', id: 'thing_1' });
    expect(JSON.stringify(store.given)).not.toContain('number');
    expect(done()).toBe(1);
  });

  it('whose answer is too large to be kept is not carried out again', async () => {
    const { one, work, done } = twoGateways();
    const large = async () => ({ ...(await work()), text: 'x'.repeat(256 * 1024) });
    expect(await one.run(asked(), large)).toMatchObject({ outcome: { body: { number: 1 } } });
    await expect(one.run(asked(), large)).rejects.toMatchObject({ code: 'IDEMPOTENCY_ANSWER_NOT_KEPT', message: expect.stringContaining('too large'), details: { reason: 'size', id: 'thing_1' } });
    expect(done()).toBe(1);
  });

  it('leaves neither its key nor anything of its input in the store', async () => {
    const { one, work, store } = twoGateways();
    await one.run(asked({ input: { password: 'pin-4711' } }), work);
    expect(JSON.stringify(store.given)).not.toMatch(/key-1|4711|user_ada/);
  });

  it('has a digest that depends on its key, so that nobody else can try out short secrets', async () => {
    const { one, work, store } = twoGateways();
    for (const key of ['key-1', 'key-2']) await one.run(asked({ key }), work);
    expect(new Set(store.hashes).size).toBe(2);
  });
});

describe('while a request with an idempotency key is under way', () => {
  it('the same one is told to come back, and another one that the key is taken', async () => {
    const { one, other, work } = twoGateways();
    const slow = slowWork();
    const first = one.run(asked(), slow.work);
    await calm();
    await expect(other.run(asked(), work)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_USE', retryable: true, details: { retryAfterSeconds: 2 } });
    expect(await outcomeOf(() => other.run(asked({ input: {} }), work))).toBe('IDEMPOTENCY_KEY_REUSED');
    slow.end({ id: 'slow' });
    await first;
    expect(bodyOf(await other.run(asked(), work))).toEqual({ id: 'slow' });
  });

  it('it keeps its key for as long as it takes', async () => {
    const { one, other, work, clock } = twoGateways();
    const slow = slowWork();
    const first = one.run(asked(), slow.work);
    await pass(clock, 130 * SECOND);
    expect(await outcomeOf(() => other.run(asked(), work))).toBe('IDEMPOTENCY_KEY_IN_USE');
    slow.end({ id: 'slow' });
    expect(bodyOf(await first)).toEqual({ id: 'slow' });
    expect(bodyOf(await other.run(asked(), work))).toEqual({ id: 'slow' });
  });

  it('a gateway that is killed blocks the key for half a minute, and what it still says then changes nothing', async () => {
    const { one, other, work, clock, store, log } = twoGateways();
    store.away.add('extend');
    const slow = slowWork();
    const first = one.run(asked(), slow.work);
    await pass(clock, 29 * SECOND);
    expect(await outcomeOf(() => other.run(asked(), work))).toBe('IDEMPOTENCY_KEY_IN_USE');
    await pass(clock, SECOND);
    store.away.clear();
    expect(bodyOf(await other.run(asked(), work))).toEqual({ id: 'thing_1', number: 1 });
    slow.end({ id: 'late' });
    expect(bodyOf(await first)).toEqual({ id: 'late' });
    expect(bodyOf(await other.run(asked(), work))).toEqual({ id: 'thing_1', number: 1 });
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('a store that is away for a moment costs it nothing', async () => {
    const { one, other, work, clock, store } = twoGateways();
    store.away.add('extend');
    const slow = slowWork();
    const first = one.run(asked(), slow.work);
    await pass(clock, 15 * SECOND);
    store.away.clear();
    await pass(clock, 60 * SECOND);
    expect(await outcomeOf(() => other.run(asked(), work))).toBe('IDEMPOTENCY_KEY_IN_USE');
    slow.end({});
    await first;
  });
});

describe('when the store is out of reach', () => {
  it('nothing is carried out, the message says so, and the log says why', async () => {
    const { one, work, store, log, done } = twoGateways();
    store.away.add('claim');
    await expect(one.run(asked(), work)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.stringContaining('not carried out') });
    expect(log.lines).toEqual([expect.objectContaining({ level: 'error', cause: expect.stringContaining('MoorageError') })]);
    expect(done()).toBe(0);
  });

  it('what was carried out is answered all the same', async () => {
    const { one, work, store, log } = twoGateways();
    store.away.add('settle');
    expect(bodyOf(await one.run(asked(), work))).toEqual({ id: 'thing_1', number: 1 });
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
  });
});
