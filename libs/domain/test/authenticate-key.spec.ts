import { isApiKeyText, newApiKeyText, type ApiKey } from '@moorage/domain';
import { EdgeWorld, ORGANIZATION, outcomeOf } from './edge-world';

describe('AuthenticateKey', () => {
  let world: EdgeWorld;

  beforeEach(async () => {
    world = await EdgeWorld.open();
  });

  async function issue(overrides: Partial<ApiKey> = {}): Promise<{ key: ApiKey; text: string }> {
    const text = newApiKeyText(world.ids, world.hasher);
    return { key: await world.storeKey({ hash: world.hasher.sha256(text), ...overrides }), text };
  }

  it('knows the caller of a valid key', async () => {
    const { key, text } = await issue({ userId: 'user_member' });
    await expect(world.authenticateKey.run(text)).resolves.toEqual({ organizationId: ORGANIZATION, userId: 'user_member', apiKeyId: key.id, role: 'member', scopes: ['personal:read'] });
  });

  it('knows a key that belongs to itself', async () => {
    const { key, text } = await issue({ role: 'admin' });
    await expect(world.authenticateKey.run(text)).resolves.toEqual({ organizationId: ORGANIZATION, apiKeyId: key.id, role: 'admin', scopes: ['personal:read'] });
  });

  it.each([
    ['an empty text', ''],
    ['another form', 'sk_live_123'],
    ['a null character', 'mrg_\0'],
    ['a huge text', 'mrg_'.repeat(10_000)],
  ])('refuses %s', async (_what, text) => {
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('INVALID_API_KEY');
  });

  it('refuses a well-formed key that nobody made', async () => {
    expect(await outcomeOf(() => world.authenticateKey.run(newApiKeyText(world.ids, world.hasher)))).toBe('INVALID_API_KEY');
  });

  it('tells typing errors by the checksum, without a look-up', async () => {
    const { text } = await issue();
    let looked = 0;
    const findByHash = world.keys.findByHash.bind(world.keys);
    world.keys.findByHash = (hash) => ((looked += 1), findByHash(hash));
    const typos = Array.from(text, (character, index) => text.slice(0, index) + (character === 'x' ? 'y' : 'x') + text.slice(index + 1));
    for (const typo of typos) expect(await outcomeOf(() => world.authenticateKey.run(typo))).toBe('INVALID_API_KEY');
    expect(looked).toBe(0);
    expect(isApiKeyText(text, world.hasher)).toBe(true);
  });

  it('refuses a key from the very instant of its expiry on, remembered or not', async () => {
    const { text } = await issue({ expiresAt: new Date(world.clock.now().getTime() + 2_000) });
    world.clock.advance(1_999);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('ok');
    world.clock.advance(1);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('API_KEY_EXPIRED');
  });

  it.each([
    ['member', 'owner', 'member'],
    ['owner', 'member', 'member'],
    ['admin', 'admin', 'admin'],
  ] as const)('a user with the role %s and a key with %s is %s', async (user, key, effective) => {
    const { text } = await issue({ userId: `user_${user}`, role: key });
    expect((await world.authenticateKey.run(text)).role).toBe(effective);
  });

  it('refuses a key whose user is gone', async () => {
    const { text } = await issue({ userId: 'user_gone' });
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('INVALID_API_KEY');
  });

  it('remembers a key for less than five seconds', async () => {
    const { key, text } = await issue();
    await world.authenticateKey.run(text);
    await world.keys.remove(ORGANIZATION, key.id);
    world.clock.advance(4_999);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('ok');
    world.clock.advance(1);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('INVALID_API_KEY');
  });

  it('forgets a revoked key at once', async () => {
    const { key, text } = await issue();
    await world.authenticateKey.run(text);
    await world.keys.remove(ORGANIZATION, key.id);
    world.known.forget(key.hash);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('INVALID_API_KEY');
  });

  it('does not remember that a key is unknown', async () => {
    const text = newApiKeyText(world.ids, world.hasher);
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('INVALID_API_KEY');
    await world.storeKey({ hash: world.hasher.sha256(text) });
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('ok');
  });

  it('shares one look-up among requests of one moment', async () => {
    const { text } = await issue();
    let looked = 0;
    const findByHash = world.keys.findByHash.bind(world.keys);
    world.keys.findByHash = (hash) => ((looked += 1), findByHash(hash));
    await Promise.all(Array.from({ length: 20 }, () => world.authenticateKey.run(text)));
    expect(looked).toBe(1);
  });

  it('writes the last use down at most once a minute', async () => {
    const { key, text } = await issue();
    const written: Date[] = [];
    const touch = world.keys.touch.bind(world.keys);
    world.keys.touch = (id, at) => (written.push(at), touch(id, at));
    for (let second = 0; second < 125; second += 1) {
      await world.authenticateKey.run(text);
      world.clock.advance(1_000);
    }
    expect(written).toHaveLength(3);
    expect((await world.keys.find(ORGANIZATION, key.id))?.lastUsedAt).toEqual(written[2]);
  });

  it('lets a request through when its last use cannot be written down', async () => {
    const { text } = await issue();
    world.keys.touch = () => Promise.reject(Object.assign(new TypeError('away')));
    expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('ok');
    await Promise.resolve();
    expect(world.log.lines.map(({ level }) => level)).toEqual(['warn']);
  });
});
