import type { JSONWebKeySet, JWSHeaderParameters } from 'jose';
import { FixedClock, MemoryLog } from '@moorage/adapters-memory';
import { TokenIssuer } from '@moorage/test-kit';
import { IssuerKeys } from './issuer-keys';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TOKEN = { payload: '', signature: '' };

describe('the keys of an issuer', () => {
  const issuer = new TokenIssuer();
  let clock: FixedClock;
  let log: MemoryLog;
  let keys: IssuerKeys;
  let fetches: number;
  let answer: () => Promise<JSONWebKeySet>;

  beforeEach(() => {
    clock = new FixedClock();
    log = new MemoryLog();
    fetches = 0;
    answer = async () => ({ keys: [issuer.publicKey as JSONWebKeySet['keys'][number]] });
    keys = new IssuerKeys(() => ((fetches += 1), answer()), clock, log);
  });

  const away = () => Promise.reject(new TypeError('away'));
  const header = (kid = String(issuer.publicKey['kid'])): JWSHeaderParameters => ({ alg: 'ES256', kid });
  const find = (kid?: string) => keys.keyOf(header(kid), TOKEN).then(() => 'found', (error: { code?: string }) => error.code);

  it('are fetched once for all who ask at the first moment', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => find())))).toEqual(new Set(['found']));
    expect(fetches).toBe(1);
  });

  it('are fetched again after ten minutes, and not before', async () => {
    await find();
    clock.advance(10 * MINUTE - 1);
    await find();
    expect(fetches).toBe(1);
    clock.advance(1);
    await find();
    expect(fetches).toBe(2);
  });

  it('are fetched no more than twice a minute, however many unknown ones are asked for', async () => {
    await find();
    for (let second = 0; second < 60; second += 1) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => find(`forged-${second}-${index}`)));
      clock.advance(1_000);
    }
    expect(fetches).toBe(2);
    expect(await find()).toBe('found');
  });

  it('let nobody but the first wait for an issuer that does not answer', async () => {
    await find();
    clock.advance(11 * MINUTE);
    let give = (_set: JSONWebKeySet) => {};
    answer = () => new Promise((resolve) => (give = resolve));
    const first = find();
    expect(await Promise.all([find(), find()])).toEqual(['found', 'found']);
    give({ keys: [] });
    expect(await first).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });

  it('go on while the issuer is away, which is asked every half minute, and end after a day', async () => {
    await find();
    answer = away;
    clock.advance(24 * HOUR - MINUTE);
    expect(await find()).toBe('found');
    for (let second = 0; second < 60; second += 1) {
      expect(await find()).toBe('found');
      clock.advance(1_000);
    }
    expect(fetches).toBe(3);
    expect(await find()).toBe('SERVICE_UNAVAILABLE');
    expect(log.lines.every(({ level }) => level === 'warn')).toBe(true);
  });

  it('are asked for every second as long as there are none', async () => {
    answer = away;
    expect(await Promise.all([find(), find(), find()])).toEqual(Array(3).fill('SERVICE_UNAVAILABLE'));
    expect(await find()).toBe('SERVICE_UNAVAILABLE');
    expect(fetches).toBe(1);
    clock.advance(1_000);
    expect(await find()).toBe('SERVICE_UNAVAILABLE');
    expect(fetches).toBe(2);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['an object of another kind', { hello: 'world' }],
    ['keys that are none', { keys: [null] }],
    ['keys of another shape', { keys: 'all' }],
  ])('stay the former ones when the issuer answers %s', async (_what, set) => {
    await find();
    answer = async () => set as JSONWebKeySet;
    clock.advance(10 * MINUTE);
    expect(await find()).toBe('found');
    expect(log.lines).toHaveLength(1);
  });

  it('are none from the moment on at which the issuer has withdrawn them all', async () => {
    await find();
    answer = async () => ({ keys: [] });
    clock.advance(10 * MINUTE);
    expect(await find()).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });
});
