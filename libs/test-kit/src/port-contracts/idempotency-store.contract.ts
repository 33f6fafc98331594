import type { Claim, IdempotencyStore } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface IdempotencyStoreHarness extends Harness {
  port: IdempotencyStore;
  /** How many keys it has anything of. */
  kept(): Promise<number>;
}

const at = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const NOW = at(0);
const TOMORROW = at(86_400_000);

const claimOf = (token: string, key = 'key'): Claim => ({ key, token });
const FIRST = claimOf('first');
const SECOND = claimOf('second');
const LOOK = claimOf('look');

/** What somebody else would be told of the key; claims it when it is free. */
const seen = (port: IdempotencyStore, now = NOW) => port.claim(LOOK, 'hash of look', now, TOMORROW);

export const idempotencyStoreContract = defineContract<IdempotencyStoreHarness>('idempotency-store', {
  'first-claim: the first claim of a key holds': async ({ port }) => {
    expect(await port.claim(FIRST, 'hash', NOW, TOMORROW)).toBeNull();
  },

  'claimed-is-remembered: until it is settled a second claim gets the hash of the first and no outcome': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    expect(await port.claim(SECOND, 'other hash', at(1), TOMORROW)).toEqual({ requestHash: 'hash' });
  },

  'outcome-round-trip: a settled claim is remembered with its outcome as it was given': async ({ port }) => {
    const outcome = { text: UNUSUAL_TEXT, list: [null, true, 0.5, {}], '': null };
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    expect(await port.settle(FIRST, outcome, TOMORROW)).toBe(true);
    expect(await seen(port)).toEqual({ requestHash: 'hash', outcome });
  },

  'null-outcome: an outcome of null is one': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    await port.settle(FIRST, null, TOMORROW);
    expect(await seen(port)).toEqual({ requestHash: 'hash', outcome: null });
  },

  'copies: changing an outcome that was given or returned changes nothing': async ({ port }) => {
    const outcome = { id: 'pconf_1' };
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    await port.settle(FIRST, outcome, TOMORROW);
    outcome.id = 'spoiled';
    Object.assign((await seen(port))?.outcome ?? {}, { id: 'spoiled' });
    expect((await seen(port))?.outcome).toEqual({ id: 'pconf_1' });
  },

  'one-winner: of twenty claims at once one wins': async ({ port }) => {
    const claims = await concurrently(20, (index) => port.claim(claimOf(`token ${index}`), `hash ${index}`, NOW, TOMORROW));
    expect(claims.filter((claim) => claim === null)).toHaveLength(1);
    expect(new Set(claims.flatMap((claim) => claim?.requestHash ?? [])).size).toBe(1);
  },

  'expired-is-absent: from the very instant of its expiry a claim is gone': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, at(10));
    expect(await port.claim(SECOND, 'second', at(9), TOMORROW)).toEqual({ requestHash: 'hash' });
    expect(await port.claim(SECOND, 'second', at(10), TOMORROW)).toBeNull();
    expect(await seen(port, at(11))).toEqual({ requestHash: 'second' });
  },

  'outcome-expires: an outcome is remembered until the instant that it was settled with, and not longer': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, at(10));
    await port.settle(FIRST, 'old', at(100));
    expect(await port.claim(SECOND, 'second', at(99), TOMORROW)).toEqual({ requestHash: 'hash', outcome: 'old' });
    expect(await port.claim(SECOND, 'second', at(100), TOMORROW)).toBeNull();
    expect(await seen(port, at(101))).toEqual({ requestHash: 'second' });
  },

  'one-heir: of twenty claims of an expired key one wins': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, at(10));
    const claims = await concurrently(20, (index) => port.claim(claimOf(`heir ${index}`), `hash ${index}`, at(20), TOMORROW));
    expect(claims.filter((claim) => claim === null)).toHaveLength(1);
  },

  'extended: a claim that is extended lasts until then': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, at(10));
    expect(await port.extend(FIRST, at(20))).toBe(true);
    expect(await port.claim(SECOND, 'second', at(19), TOMORROW)).toEqual({ requestHash: 'hash' });
    expect(await port.claim(SECOND, 'second', at(20), TOMORROW)).toBeNull();
  },

  'released-is-free: a claim that was given up can be made again at once': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    expect(await port.release(FIRST)).toBe(true);
    expect(await port.claim(SECOND, 'again', NOW, TOMORROW)).toBeNull();
    expect(await seen(port)).toEqual({ requestHash: 'again' });
  },

  'late-claims-change-nothing: who lost a claim to somebody else cannot extend, settle or release it any more': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, at(10));
    await port.claim(SECOND, 'second', at(10), at(20));
    expect(await port.extend(FIRST, TOMORROW)).toBe(false);
    expect(await port.settle(FIRST, 'late', TOMORROW)).toBe(false);
    expect(await port.release(FIRST)).toBe(false);
    expect(await port.claim(LOOK, 'third', at(19), TOMORROW)).toEqual({ requestHash: 'second' });
    expect(await port.settle(SECOND, 'in time', TOMORROW)).toBe(true);
    expect(await seen(port)).toEqual({ requestHash: 'second', outcome: 'in time' });
  },

  'settled-is-final: a settled claim cannot be settled again, extended or released': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    await port.settle(FIRST, 'first', at(100));
    expect(await port.settle(FIRST, 'second', TOMORROW)).toBe(false);
    expect(await port.extend(FIRST, TOMORROW)).toBe(false);
    expect(await port.release(FIRST)).toBe(false);
    expect(await seen(port, at(99))).toEqual({ requestHash: 'hash', outcome: 'first' });
    expect(await seen(port, at(100))).toBeNull();
  },

  'one-end: of a settlement and a release at once one happens': async ({ port }) => {
    await port.claim(FIRST, 'hash', NOW, TOMORROW);
    const [settled, released] = await concurrently(2, (index) => (index === 0 ? port.settle(FIRST, 'done', TOMORROW) : port.release(FIRST)));
    expect([settled, released].filter(Boolean)).toHaveLength(1);
    expect(await seen(port)).toEqual(settled ? { requestHash: 'hash', outcome: 'done' } : null);
  },

  'nobody-claimed-it: a key that nobody claimed cannot be extended, settled or released, and stays free': async ({ port }) => {
    for (const end of [port.extend(FIRST, TOMORROW), port.settle(FIRST, 'of nobody', TOMORROW), port.release(FIRST)]) expect(await end).toBe(false);
    expect(await port.claim(SECOND, 'hash', NOW, TOMORROW)).toBeNull();
    expect(await seen(port)).toEqual({ requestHash: 'hash' });
  },

  'keys-do-not-interfere: other keys stay as they are': async ({ port }) => {
    for (const key of ['key', 'KEY', 'k%', UNUSUAL_TEXT]) expect(await port.claim(claimOf('token', key), `hash of ${key}`, NOW, TOMORROW)).toBeNull();
    await port.settle(claimOf('token', 'KEY'), 1, TOMORROW);
    await port.release(claimOf('token', 'k%'));
    expect(await seen(port)).toEqual({ requestHash: 'hash of key' });
    expect(await port.claim(claimOf('x', UNUSUAL_TEXT), 'x', NOW, TOMORROW)).toEqual({ requestHash: `hash of ${UNUSUAL_TEXT}` });
  },

  'tidies-up: what has expired, claims as well as outcomes, is removed while others are claimed': async ({ port, kept }) => {
    for (const key of ['a', 'b', 'c']) await port.claim(claimOf('token', key), 'hash', NOW, at(10));
    await port.settle(claimOf('token', 'a'), 'done', at(10));
    await port.claim(FIRST, 'hash', at(10), TOMORROW);
    expect(await kept()).toBe(1);
  },
});

export const describeIdempotencyStoreContract = idempotencyStoreContract.describe;
