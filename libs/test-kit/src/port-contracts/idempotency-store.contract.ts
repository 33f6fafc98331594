import type { IdempotencyStore } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface IdempotencyStoreHarness extends Harness {
  port: IdempotencyStore;
}

const at = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const NOW = at(0);
const TOMORROW = at(86_400_000);

export const idempotencyStoreContract = defineContract<IdempotencyStoreHarness>('idempotency-store', {
  'first-claim: the first claim of a key is yours': async ({ port }) => {
    expect(await port.claim('key', 'hash', NOW, TOMORROW)).toBeNull();
  },

  'claimed-is-remembered: until it is answered a second claim gets the hash of the first and no answer': async ({ port }) => {
    await port.claim('key', 'hash', NOW, TOMORROW);
    expect(await port.claim('key', 'other hash', at(1), TOMORROW)).toEqual({ requestHash: 'hash' });
  },

  'answer-round-trip: a settled claim is answered with status and body as they were given': async ({ port }) => {
    const body = { text: UNUSUAL_TEXT, list: [null, true, 0.5, {}], '': null };
    await port.claim('key', 'hash', NOW, TOMORROW);
    await port.settle('key', { status: 422, body });
    expect(await port.claim('key', 'hash', at(1), TOMORROW)).toEqual({ requestHash: 'hash', answer: { status: 422, body } });
  },

  'null-body: an answer may have no body': async ({ port }) => {
    await port.claim('key', 'hash', NOW, TOMORROW);
    await port.settle('key', { status: 204, body: null });
    expect(await port.claim('key', 'hash', NOW, TOMORROW)).toEqual({ requestHash: 'hash', answer: { status: 204, body: null } });
  },

  'copies: changing a body that was given or returned changes nothing': async ({ port }) => {
    const body = { id: 'pconf_1' };
    await port.claim('key', 'hash', NOW, TOMORROW);
    await port.settle('key', { status: 201, body });
    body.id = 'spoiled';
    const remembered = await port.claim('key', 'hash', NOW, TOMORROW);
    Object.assign(remembered?.answer?.body ?? {}, { id: 'spoiled' });
    expect((await port.claim('key', 'hash', NOW, TOMORROW))?.answer?.body).toEqual({ id: 'pconf_1' });
  },

  'one-winner: of twenty claims at once one wins': async ({ port }) => {
    const claims = await concurrently(20, (index) => port.claim('key', `hash ${index}`, NOW, TOMORROW));
    expect(claims.filter((claim) => claim === null)).toHaveLength(1);
    expect(new Set(claims.flatMap((claim) => claim?.requestHash ?? [])).size).toBe(1);
  },

  'expired-is-absent: from the very instant of its expiry an entry is gone, its answer too': async ({ port }) => {
    await port.claim('key', 'hash', NOW, at(10));
    await port.settle('key', { status: 200, body: 'old' });
    expect(await port.claim('key', 'second', at(9), TOMORROW)).toMatchObject({ requestHash: 'hash' });
    expect(await port.claim('key', 'second', at(10), TOMORROW)).toBeNull();
    expect(await port.claim('key', 'third', at(11), TOMORROW)).toEqual({ requestHash: 'second' });
  },

  'one-heir: of twenty claims of an expired key one wins': async ({ port }) => {
    await port.claim('key', 'hash', NOW, at(10));
    const claims = await concurrently(20, (index) => port.claim('key', `hash ${index}`, at(20), TOMORROW));
    expect(claims.filter((claim) => claim === null)).toHaveLength(1);
  },

  'released-is-free: a claim that was given up can be made again': async ({ port }) => {
    await port.claim('key', 'hash', NOW, TOMORROW);
    await port.release('key');
    expect(await port.claim('key', 'again', NOW, TOMORROW)).toBeNull();
  },

  'answered-is-free-too: a claim that was answered can be given up, and its answer is gone': async ({ port }) => {
    await port.claim('key', 'hash', NOW, TOMORROW);
    await port.settle('key', { status: 200, body: 'old' });
    await port.release('key');
    expect(await port.claim('key', 'again', NOW, TOMORROW)).toBeNull();
    expect(await port.claim('key', 'third', NOW, TOMORROW)).toEqual({ requestHash: 'again' });
  },

  'nobody-claimed-it: answering or giving up a key that nobody claimed does nothing': async ({ port }) => {
    await port.settle('key', { status: 200, body: 'of nobody' });
    await port.release('key');
    await port.settle('key', { status: 200, body: 'of nobody' });
    expect(await port.claim('key', 'hash', NOW, TOMORROW)).toBeNull();
    expect(await port.claim('key', 'second', NOW, TOMORROW)).toEqual({ requestHash: 'hash' });
  },

  'keys-do-not-interfere: other keys stay as they are': async ({ port }) => {
    for (const key of ['key', 'KEY', 'k%', UNUSUAL_TEXT]) expect(await port.claim(key, `hash of ${key}`, NOW, TOMORROW)).toBeNull();
    await port.settle('KEY', { status: 200, body: 1 });
    await port.release('k%');
    expect(await port.claim('key', 'x', NOW, TOMORROW)).toEqual({ requestHash: 'hash of key' });
    expect(await port.claim(UNUSUAL_TEXT, 'x', NOW, TOMORROW)).toEqual({ requestHash: `hash of ${UNUSUAL_TEXT}` });
  },
});

export const describeIdempotencyStoreContract = idempotencyStoreContract.describe;
