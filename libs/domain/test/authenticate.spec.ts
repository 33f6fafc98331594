import { Authenticate, newApiKeyText } from '@moorage/domain';
import { EdgeWorld, ORGANIZATION, outcomeOf } from './edge-world';

describe('Authenticate', () => {
  let world: EdgeWorld;
  let key: string;

  beforeEach(async () => {
    world = await EdgeWorld.open();
    key = newApiKeyText(world.ids, world.hasher);
    await world.storeKey({ id: 'apk_1', hash: world.hasher.sha256(key) });
  });

  it.each([{}, { bearer: '' }, { apiKey: '' }])('asks for a credential where there is none: %j', async (shown) => {
    expect(await outcomeOf(() => world.authenticate.run(shown))).toBe('AUTHENTICATION_REQUIRED');
  });

  it('tells a key from a token by its form', async () => {
    expect(await world.authenticate.run({ bearer: key })).toMatchObject({ apiKeyId: 'apk_1' });
    expect(await world.authenticate.run({ bearer: world.token() })).toMatchObject({ userId: 'user_stranger' });
    expect(await outcomeOf(() => world.authenticate.run({ bearer: 'sk_live_123' }))).toBe('INVALID_API_KEY');
    expect(await outcomeOf(() => world.authenticate.run({ bearer: `${key}.x` }))).toBe('INVALID_API_KEY');
    expect(await outcomeOf(() => world.authenticate.run({ bearer: 'a.b.c' }))).toBe('TOKEN_INVALID');
  });

  it('takes no token where only keys belong', async () => {
    expect(await outcomeOf(() => world.authenticate.run({ apiKey: world.token() }))).toBe('INVALID_API_KEY');
    expect(await world.authenticate.run({ apiKey: key })).toMatchObject({ apiKeyId: 'apk_1' });
  });

  it('lets the bearer of a token be who the token says, whatever key comes with it', async () => {
    expect(await world.authenticate.run({ bearer: world.token(), apiKey: key })).toMatchObject({ organizationId: ORGANIZATION, userId: 'user_stranger' });
  });

  it('says so where no issuer is trusted', async () => {
    const keysOnly = new Authenticate(world.authenticateKey, null);
    await expect(keysOnly.run({ bearer: world.token() })).rejects.toMatchObject({ code: 'TOKEN_INVALID', message: expect.stringContaining('API key') });
    expect(await keysOnly.run({ bearer: key })).toMatchObject({ apiKeyId: 'apk_1' });
  });
});
