import type { ConnectorSpec, SpecCache } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { aSpec } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface SpecCacheHarness extends Harness {
  port: SpecCache;
}

const key = (version = 1, definitionId = 'def_1') => ({ definitionId, version });
const other = (title: string): ConnectorSpec => aSpec({ connectionSpecification: { title } });

const FULL: ConnectorSpec = {
  connectionSpecification: { zebra: 1, [UNUSUAL_TEXT]: { list: [1, 0.5, null, true, { '': '\u0000' }] }, apple: 2 },
  documentationUrl: 'https://docs.example.test/',
  supportedDestinationSyncModes: ['append', 'overwrite'],
  advancedAuth: { auth_flow_type: 'oauth2.0' },
};

export const specCacheContract = defineContract<SpecCacheHarness>('spec-cache', {
  'round-trip: a spec comes back to the letter, the order of its keys included': async ({ port }) => {
    await port.put(key(), FULL);
    expect(await port.get(key())).toEqual(FULL);
    expect(JSON.stringify((await port.get(key()))?.connectionSpecification)).toBe(JSON.stringify(FULL.connectionSpecification));
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    await port.put(key(), aSpec());
    expect(await port.get(key())).toEqual(aSpec());
  },

  'exactly-this-version: another version and another definition have none': async ({ port }) => {
    await port.put(key(2), aSpec());
    for (const elsewhere of [key(1), key(3), key(2, 'def_2')]) expect(await port.get(elsewhere)).toBeNull();
  },

  'put-replaces: the same version once more takes the place of what was kept': async ({ port }) => {
    await port.put(key(), aSpec());
    await port.put(key(), other('second'));
    expect(await port.get(key())).toEqual(other('second'));
  },

  'newer-version-wins: a newer version is kept and the older one forgotten': async ({ port }) => {
    await port.put(key(1), aSpec());
    await port.put(key(2), other('second'));
    expect(await port.get(key(1))).toBeNull();
    expect(await port.get(key(2))).toEqual(other('second'));
  },

  'older-version-is-not-kept: it neither shows nor takes the place of the newer one': async ({ port }) => {
    await port.put(key(2), aSpec());
    await port.put(key(1), other('late'));
    expect(await port.get(key(1))).toBeNull();
    expect(await port.get(key(2))).toEqual(aSpec());
  },

  'concurrent-puts: of many versions put at once the newest stays': async ({ port }) => {
    await concurrently(20, (index) => port.put(key((index * 7) % 20), other(`${(index * 7) % 20}`)));
    expect(await port.get(key(19))).toEqual(other('19'));
  },

  'forget: a forgotten definition has no spec, others keep theirs, and any version may be kept again': async ({ port }) => {
    await port.put(key(5), aSpec());
    await port.put(key(5, 'def_2'), aSpec());
    await port.forget('def_1');
    await port.forget('def_unknown');
    expect(await port.get(key(5))).toBeNull();
    expect(await port.get(key(5, 'def_2'))).toEqual(aSpec());
    await port.put(key(1), aSpec());
    expect(await port.get(key(1))).toEqual(aSpec());
  },

  'copies: neither the spec given nor the one returned leads into the cache': async ({ port }) => {
    const given = aSpec();
    await port.put(key(), given);
    given.connectionSpecification.spoiled = true;
    const found = await port.get(key());
    expect(found).toEqual(aSpec());
    if (found) found.connectionSpecification.spoiled = true;
    expect(await port.get(key())).toEqual(aSpec());
  },
});

export const describeSpecCacheContract = specCacheContract.describe;
