import type { Configuration } from '@moorage/domain';
import { aCheck, aToolCall, someCachedTools } from '@moorage/test-kit';
import { PersonalWorld } from './personal-world';

/** A world with two configurations of one owner that have been tested, refreshed and called. */
async function usedWorld() {
  const world = new PersonalWorld();
  const connector = await world.connector();
  const configurations = [await world.configuration(connector), await world.configuration(connector)] as const;
  for (const configuration of configurations) await use(world, configuration);
  const [gone, other] = configurations;
  return { world, gone, other };
}

async function use(world: PersonalWorld, { id, organizationId, owner, generation }: Configuration): Promise<void> {
  await world.cache.store(id, someCachedTools());
  await world.configs.recordHealth({ generation, check: aCheck({ id: `chk_${id}`, configurationId: id, at: world.clock.now() }) });
  await world.calls.record([aToolCall({ id: `call_${id}`, configurationId: id, organizationId, owner })]);
  await world.accepted.acceptNew(id, { read: 'fingerprint' });
}

/** What is still known of a configuration. */
async function known(world: PersonalWorld, { id: configurationId }: Configuration) {
  return {
    tools: (await world.cache.read(configurationId)) !== null,
    checks: (await world.checks.list({ configurationId, limit: 9 })).items.length,
    calls: (await world.calls.list({ configurationId, limit: 9 })).items.length,
    accepted: Object.keys(await world.accepted.read(configurationId)),
  };
}

const NOTHING = { tools: false, checks: 0, calls: 0, accepted: [] };
const EVERYTHING = { tools: true, checks: 1, calls: 1, accepted: ['read'] };

it('erases cached and accepted tools, checks and calls of a configuration that is deleted, and of no other', async () => {
  const { world, gone, other } = await usedWorld();
  await world.delete.run(world.caller, gone.id);
  expect(await known(world, gone)).toEqual(NOTHING);
  expect(await known(world, other)).toEqual(EVERYTHING);
});

it('erases the same of all configurations of an owner who goes', async () => {
  const { world, gone, other } = await usedWorld();
  expect(await world.owned.run(world.caller, { userId: world.caller.userId }, true)).toEqual({ configurations: 2 });
  for (const configuration of [gone, other]) expect(await known(world, configuration)).toEqual(NOTHING);
});
