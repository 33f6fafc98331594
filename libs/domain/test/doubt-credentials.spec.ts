import { DoubtCredentials, type Configuration } from '@moorage/domain';
import { PersonalWorld } from './personal-world';

const CREDENTIALS = { credentials: { type: 'bearer', token: 'sekret' } };

/** A configuration that was tested, and what marks it. */
async function tested() {
  const world = new PersonalWorld();
  const { id } = await world.configuration(await world.connector({ authMethods: ['none', 'bearer'] }), CREDENTIALS);
  await world.test.run(world.caller, id);
  const stored = async () => (await world.stored(id)) as Configuration;
  return { world, id, stored, doubt: new DoubtCredentials(world.configs, world.clock) };
}

describe('a call that looked like refused credentials', () => {
  it('makes the health unknown and asks to test again, until a test says more', async () => {
    const { world, id, stored, doubt } = await tested();
    world.clock.advance(60_000);
    await doubt.run(await stored());
    expect(await stored()).toMatchObject({ healthStatus: 'unknown', lastError: expect.stringContaining('Test the configuration again') as string, updatedAt: world.clock.now(), generation: 1 });
    world.clock.advance(1_000);
    await world.test.run(world.caller, id);
    expect(await stored()).toMatchObject({ healthStatus: 'healthy' });
    expect((await stored()).lastError).toBeUndefined();
  });

  it('is noted once, however many follow', async () => {
    const { world, stored, doubt } = await tested();
    const called = await stored();
    await doubt.run(called);
    const noted = await stored();
    world.clock.advance(60_000);
    await Promise.all([doubt.run(called), doubt.run(noted)]);
    expect(await stored()).toEqual(noted);
  });

  it('says nothing of credentials that were entered meanwhile', async () => {
    const { world, id, stored, doubt } = await tested();
    const called = await stored();
    await world.update.run(world.caller, id, { sealedCredentials: await world.seal({ type: 'bearer', token: 'new' }) });
    const renewed = await stored();
    await doubt.run(called);
    expect(await stored()).toEqual(renewed);
  });

  it('does not hide what a test found out', async () => {
    const { world, id, stored, doubt } = await tested();
    const called = await stored();
    world.clock.advance(1_000);
    world.server.fault = 'unauthorized';
    await world.test.run(world.caller, id);
    const unhealthy = await stored();
    await doubt.run(called);
    expect(await stored()).toEqual(unhealthy);
  });

  it('means nothing where there are no credentials, and nothing comes of it when the configuration is gone', async () => {
    const { world, id, stored, doubt } = await tested();
    const { credentials: _none, ...bare } = await stored();
    await doubt.run(bare);
    expect(await stored()).toMatchObject({ healthStatus: 'healthy' });
    const called = await stored();
    await world.delete.run(world.caller, id);
    await doubt.run(called);
    expect(await world.stored(id)).toBeNull();
  });
});
