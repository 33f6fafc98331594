import { METRICS, type LabelsOf } from '@moorage/domain';
import { PersonalWorld } from './personal-world';

const HOUR = 3_600_000;

async function configured() {
  const world = new PersonalWorld();
  const { id } = await world.configuration(await world.connector());
  const reads = (result: LabelsOf<'moorage_tool_cache_reads_total'>['result']) => world.metrics.valueOf('moorage_tool_cache_reads_total', { result });
  const fetches = (role: LabelsOf<'moorage_tool_fetches_total'>['role']) => world.metrics.valueOf('moorage_tool_fetches_total', { role });
  return { world, id, reads, fetches, list: (force = false) => world.list.run(world.caller, id, force) };
}

describe('an operator sees', () => {
  it('how often tests succeed, and where and why they fail', async () => {
    const { world, id } = await configured();
    await world.test.run(world.caller, id);
    world.server.fault = 'unauthorized';
    await world.test.run(world.caller, id);
    await world.test.run(world.caller, id);
    const count = (labels: Omit<LabelsOf<'moorage_checks_total'>, 'kind'>) => world.metrics.valueOf('moorage_checks_total', { kind: 'test', ...labels });
    expect(count({ result: 'healthy', stage: 'none', code: 'none' })).toBe(1);
    expect(count({ result: 'unhealthy', stage: 'authenticate', code: 'AUTHENTICATION_REQUIRED' })).toBe(2);
  });

  it('a cancelled test as one that says nothing of the server', async () => {
    const { world, id } = await configured();
    await world.test.run(world.caller, id, { signal: AbortSignal.abort() });
    expect(world.metrics.valueOf('moorage_checks_total', { kind: 'test', result: 'cancelled', stage: 'handshake', code: 'CANCELLED' })).toBe(1);
  });

  it('how long the stages of a server take, apart from those that did not run', async () => {
    const { world, id } = await configured();
    await world.test.run(world.caller, id);
    const stages = world.metrics.samples().filter(({ name }) => name === 'moorage_upstream_stage_duration_seconds');
    expect(stages.map(({ labels, observations }) => [labels, observations])).toEqual([
      [{ stage: 'handshake', era: '2026' }, 1],
      [{ stage: 'list_tools', era: '2026' }, 1],
    ]);
  });

  it('what the tool cache spares', async () => {
    const { world, list, reads } = await configured();
    await list();
    await list();
    await list(true);
    world.clock.advance(HOUR);
    await list();
    expect([reads('miss'), reads('hit'), reads('forced'), reads('stale')]).toEqual([1, 1, 1, 1]);
  });

  it('that many callers shared one upstream call', async () => {
    const { world, list, fetches } = await configured();
    let open = true;
    const all = Promise.all([list(), list(), list()]).finally(() => (open = false));
    for (let turn = 0; open && turn < 50_000; turn++) {
      await Promise.resolve();
      if (turn % 10 === 9) world.clock.advance(5);
    }
    await all;
    expect(world.servers.requests).toBe(1);
    expect([fetches('made'), fetches('joined') + fetches('found')]).toEqual([1, 2]);
  });
});

describe('the catalogue of metrics', () => {
  const entries = Object.entries(METRICS);

  it.each(entries)('names %s as Prometheus asks: what, in which unit, and whether it only grows', (name, { kind }) => {
    expect(name).toMatch(/^moorage_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    expect(name.endsWith('_seconds')).toBe(kind === 'histogram');
  });

  it.each(entries)('says in one sentence what %s is, and where it is counted', (_name, { help, apps }) => {
    expect(help).toMatch(/^[A-Z0-9].+\.$/);
    expect(apps.length).toBeGreaterThan(0);
  });

  it.each(entries)('keeps what callers and servers send out of the labels of %s', (_name, { labels }) => {
    const names = Object.keys(labels);
    expect(names.filter((label) => /id$|user|path|url|address|message|host|name/.test(label))).toEqual([]);
    expect(names).not.toContain('app');
  });
});
