import { isApiKeyText, newApiKeyText } from '@moorage/domain';
import { EdgeWorld, outcomeOf } from './edge-world';

const organizationId = 'org_default';

describe('Bootstrap', () => {
  let world: EdgeWorld;

  beforeEach(async () => {
    world = await EdgeWorld.open();
  });

  it('makes organization, user and an operator key that works', async () => {
    const { apiKey = '', firstKey } = await world.bootstrap.run({ organizationId });
    expect(isApiKeyText(apiKey, world.hasher)).toBe(true);
    expect(firstKey).toEqual({ id: 'apk_default', prefix: apiKey.slice(0, 8) });
    expect(await world.authenticateKey.run(apiKey)).toMatchObject({ organizationId, userId: 'user_default', role: 'operator' });
  });

  it('shows the key once', async () => {
    const first = await world.bootstrap.run({ organizationId });
    expect(await world.bootstrap.run({ organizationId })).toEqual({ organizationId, firstKey: first.firstKey, presetIgnored: false });
  });

  it('can be prepared before the key is made, as often as starts fail on the way', async () => {
    for (const _start of [1, 2]) expect(await world.bootstrap.prepare({ organizationId })).toEqual({ isNew: true, userId: 'user_default' });
    expect((await world.keys.list({ organizationId, limit: 1 })).items).toEqual([]);
    await world.bootstrap.run({ organizationId });
    expect(await world.bootstrap.prepare({ organizationId })).toMatchObject({ isNew: false });
  });

  it('takes a preset key, and only in the first start', async () => {
    const apiKey = newApiKeyText(world.ids, world.hasher);
    expect(await world.bootstrap.run({ organizationId, apiKey })).toMatchObject({ apiKey, presetIgnored: false });
    expect(await world.bootstrap.run({ organizationId, apiKey })).toMatchObject({ presetIgnored: false });
    const another = newApiKeyText(world.ids, world.hasher);
    expect(await world.bootstrap.run({ organizationId, apiKey: another })).toMatchObject({ presetIgnored: true });
    expect(await outcomeOf(() => world.authenticateKey.run(another))).toBe('INVALID_API_KEY');
  });

  it('refuses a malformed preset key before it makes anything, and does not repeat it', async () => {
    const apiKey = `mrg_${'a'.repeat(38)}`;
    await expect(world.bootstrap.run({ organizationId, apiKey })).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: expect.not.stringContaining(apiKey) });
    expect(await world.organizations.find(organizationId)).toBeNull();
  });

  it('makes one key when many gateways start at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => world.bootstrap.run({ organizationId })));
    expect(results.filter(({ apiKey }) => apiKey)).toHaveLength(1);
    expect(new Set(results.map(({ firstKey }) => firstKey?.prefix)).size).toBe(1);
  });

  it('goes on where a start was cut off', async () => {
    await world.organizations.insert({ id: organizationId, name: 'Half', createdAt: world.clock.now(), updatedAt: world.clock.now() });
    expect((await world.bootstrap.run({ organizationId })).apiKey).toBeDefined();
  });

  it('does not bring a deleted key back', async () => {
    const { apiKey = '' } = await world.bootstrap.run({ organizationId });
    await world.storeKey({ organizationId, role: 'operator' });
    await world.keys.remove(organizationId, 'apk_default');
    expect(await world.bootstrap.run({ organizationId, apiKey })).toEqual({ organizationId, presetIgnored: true });
    expect(await outcomeOf(() => world.authenticateKey.run(apiKey))).toBe('INVALID_API_KEY');
  });

  it('refuses to start an installation for a second organization', async () => {
    await world.bootstrap.run({ organizationId });
    expect(await outcomeOf(() => world.bootstrap.run({ organizationId: 'org_other' }))).toBe('UNPROCESSABLE');
  });
});
