import { failure, type Check, type CheckLog } from '@moorage/domain';
import { aCheck, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

export interface CheckLogHarness extends Harness {
  port: CheckLog;
}

const FULL: Check = aCheck({
  kind: 'refresh',
  at: new Date(BUILT_AT.getTime() + 7),
  status: 'unhealthy',
  responseTimeMs: 12.75,
  timings: { dnsMs: 0, connectMs: 1.5, tlsMs: 2, handshakeMs: 3, listToolsMs: 4 },
  toolCount: 0,
  protocolVersion: '2025-11-25',
  serverVersion: UNUSUAL_TEXT,
  failure: failure('SERVER_ERROR', { status: 500 }),
});

export const checkLogContract = defineContract<CheckLogHarness>('check-log', {
  'round-trip: an entry comes back field by field': async ({ port }) => {
    await port.append(FULL);
    expect(await port.list({ configurationId: 'pconf_1', limit: 1 })).toEqual({ items: [FULL], hasMore: false });
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    const { toolCount: _toolCount, ...bare } = aCheck({ timings: {} });
    await port.append(bare);
    expect((await port.list({ configurationId: 'pconf_1', limit: 1 })).items).toEqual([bare]);
  },

  'nothing-yet: a configuration without history has an empty one': async ({ port }) => {
    expect(await port.list({ configurationId: 'pconf_unknown', limit: 5 })).toEqual({ items: [], hasMore: false });
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `chk_${end}`);
    for (const id of ids) await port.append(aCheck({ id }));
    expect(await walk((after) => port.list({ configurationId: 'pconf_1', after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'after-an-unknown-id: paging goes on below an id that is not there': async ({ port }) => {
    for (const id of ['chk_1', 'chk_3']) await port.append(aCheck({ id }));
    expect((await port.list({ configurationId: 'pconf_1', after: 'chk_2', limit: 9 })).items).toEqual([aCheck({ id: 'chk_1' })]);
  },

  'duplicate-is-a-conflict: a second entry with the id is refused and changes nothing': async ({ port }) => {
    await port.append(aCheck());
    expect(await rejectionOf(() => port.append(aCheck({ responseTimeMs: 1 })))).toMatchObject({ code: 'CONFLICT' });
    expect((await port.list({ configurationId: 'pconf_1', limit: 9 })).items).toEqual([aCheck()]);
  },

  'keeps-a-hundred: the newest hundred entries of each configuration are kept, however many are added at once': async ({ port }) => {
    const ids = Array.from({ length: 130 }, (_, index) => `chk_${String(index).padStart(3, '0')}`);
    await concurrently(130, (index) => port.append(aCheck({ id: ids[index], configurationId: 'pconf_1' })));
    await port.append(aCheck({ id: 'chk_000b', configurationId: 'pconf_2' }));
    const { items } = await port.list({ configurationId: 'pconf_1', limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(descending(ids).slice(0, 100));
    expect((await port.list({ configurationId: 'pconf_2', limit: 1 })).items).toHaveLength(1);
  },

  'configurations-do-not-interfere: entries of one configuration are not listed or removed with another': async ({ port }) => {
    await port.append(aCheck());
    await port.append(aCheck({ id: 'chk_2', configurationId: 'pconf_2' }));
    await port.append(aCheck({ id: 'chk_3', configurationId: 'pconf_3' }));
    await port.remove(['pconf_2', 'pconf_3', 'pconf_unknown']);
    await port.remove([]);
    const histories = await Promise.all(['pconf_1', 'pconf_2', 'pconf_3'].map((configurationId) => port.list({ configurationId, limit: 9 })));
    expect(histories.map(({ items }) => items)).toEqual([[aCheck()], [], []]);
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = aCheck();
    await port.append(given);
    spoil(given);
    for (let time = 0; time < 2; time += 1) {
      const { items } = await port.list({ configurationId: 'pconf_1', limit: 1 });
      expect(items).toEqual([aCheck()]);
      items.forEach(spoil);
    }
  },
});

export const describeCheckLogContract = checkLogContract.describe;

function spoil(check: Check): void {
  check.responseTimeMs = -1;
  check.timings.connectMs = -1;
  check.at.setTime(0);
}
