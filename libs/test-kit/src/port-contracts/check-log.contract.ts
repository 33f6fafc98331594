import { failure, type Check, type CheckLog, type ConfigRepo } from '@moorage/domain';
import { aCheck, aConfiguration, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

export interface CheckLogHarness extends Harness {
  port: CheckLog;
  /** Writes what the log lists. */
  configs: ConfigRepo;
}

type Write = (check: Check) => Promise<boolean>;

/** Writes checks of configurations, which are made when they are first needed. */
function writer({ configs }: CheckLogHarness): Write {
  const made = new Map<string, Promise<void>>();
  return async (check) => {
    const id = check.configurationId;
    const making = made.get(id) ?? configs.insert(aConfiguration({ id }));
    await made.set(id, making).get(id);
    return configs.recordHealth({ generation: 1, check });
  };
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
  'round-trip: an entry comes back field by field': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    await write(FULL);
    expect(await port.list({ configurationId: 'pconf_1', limit: 1 })).toEqual({ items: [FULL], hasMore: false });
  },

  'absent-fields-stay-absent: fields that were not given are not there': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    const { toolCount: _toolCount, ...bare } = aCheck({ timings: {} });
    await write(bare);
    expect((await port.list({ configurationId: 'pconf_1', limit: 1 })).items).toEqual([bare]);
  },

  'nothing-yet: a configuration without history has an empty one': async ({ port }) => {
    expect(await port.list({ configurationId: 'pconf_unknown', limit: 5 })).toEqual({ items: [], hasMore: false });
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    const ids = UNSORTED.map((end) => `chk_${end}`);
    for (const id of ids) await write(aCheck({ id }));
    expect(await walk((after) => port.list({ configurationId: 'pconf_1', after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'after-an-unknown-id: paging goes on below an id that is not there': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    for (const id of ['chk_1', 'chk_3']) await write(aCheck({ id }));
    expect((await port.list({ configurationId: 'pconf_1', after: 'chk_2', limit: 9 })).items).toEqual([aCheck({ id: 'chk_1' })]);
  },

  'duplicate-is-a-conflict: a second entry with the id is refused and changes neither history nor health': async (harness) => {
    const { port, configs } = harness;
    const write = writer(harness);
    await write(aCheck());
    expect(await rejectionOf(() => write(aCheck({ at: FULL.at, status: 'unhealthy', failure: FULL.failure })))).toMatchObject({ code: 'CONFLICT' });
    expect((await port.list({ configurationId: 'pconf_1', limit: 9 })).items).toEqual([aCheck()]);
    expect(await configs.find(aConfiguration(), 'pconf_1')).toMatchObject({ healthStatus: 'healthy', lastSyncAt: aCheck().at });
  },

  'with-the-health: what is not written into the health is not in the history, be it late, of another generation or of nothing': async ({ port, configs }) => {
    await configs.insert(aConfiguration({ generation: 2, lastSyncAt: FULL.at }));
    expect(await configs.recordHealth({ generation: 2, check: aCheck() })).toBe(false);
    expect(await configs.recordHealth({ generation: 1, check: FULL })).toBe(false);
    expect(await configs.recordHealth({ generation: 2, check: { ...FULL, configurationId: 'pconf_unknown' } })).toBe(false);
    for (const configurationId of ['pconf_1', 'pconf_unknown']) expect(await port.list({ configurationId, limit: 9 })).toEqual({ items: [], hasMore: false });
    expect(await configs.recordHealth({ generation: 2, check: FULL })).toBe(true);
    expect((await port.list({ configurationId: 'pconf_1', limit: 9 })).items).toEqual([FULL]);
  },

  'goes-with-its-configuration: an entry written while its configuration is removed is there for whoever removes the history after that': async (harness) => {
    const { port, configs } = harness;
    const write = writer(harness);
    await concurrently(20, async (index) => {
      const configurationId = `pconf_${index}`;
      await write(aCheck({ id: `chk_${index}_0`, configurationId }));
      const removing = configs.remove(aConfiguration(), configurationId).then(() => port.remove([configurationId]));
      await Promise.all([removing, write(aCheck({ id: `chk_${index}_1`, configurationId }))]);
      expect((await port.list({ configurationId, limit: 9 })).items).toEqual([]);
    });
  },

  'keeps-a-hundred: the newest hundred entries of each configuration are kept, however many are added at once': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    const ids = Array.from({ length: 130 }, (_, index) => `chk_${String(index).padStart(3, '0')}`);
    await concurrently(130, (index) => write(aCheck({ id: ids[index], configurationId: 'pconf_1' })));
    await write(aCheck({ id: 'chk_000b', configurationId: 'pconf_2' }));
    const { items } = await port.list({ configurationId: 'pconf_1', limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(descending(ids).slice(0, 100));
    expect((await port.list({ configurationId: 'pconf_2', limit: 1 })).items).toHaveLength(1);
  },

  'configurations-do-not-interfere: entries of one configuration are not listed or removed with another': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    await write(aCheck());
    await write(aCheck({ id: 'chk_2', configurationId: 'pconf_2' }));
    await write(aCheck({ id: 'chk_3', configurationId: 'pconf_3' }));
    await port.remove(['pconf_2', 'pconf_3', 'pconf_unknown']);
    await port.remove([]);
    const histories = await Promise.all(['pconf_1', 'pconf_2', 'pconf_3'].map((configurationId) => port.list({ configurationId, limit: 9 })));
    expect(histories.map(({ items }) => items)).toEqual([[aCheck()], [], []]);
  },

  'copies: neither the object given nor those returned lead into the store': async (harness) => {
    const { port } = harness;
    const write = writer(harness);
    const given = aCheck();
    await write(given);
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
