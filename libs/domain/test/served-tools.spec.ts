import { eventually } from '@moorage/test-kit';
import { ServedTools } from '../src/use-cases/sessions/tools/served-tools';
import { PersonalWorld } from './personal-world';

async function open() {
  const world = new PersonalWorld();
  const configuration = await world.configuration(await world.connector({ authMethods: ['none'] }));
  await world.list.run(world.caller, configuration.id, false);
  const tools = new ServedTools(world.cache, world.anotherProcess(), { clock: world.clock, listDeadlineMs: 5_000 });
  const usual = world.cache.standing.bind(world.cache);
  const cache = { asked: 0, meanwhile: () => undefined as void };
  world.cache.standing = async (...asked: Parameters<typeof usual>) => {
    cache.asked += 1;
    const standing = await usual(...asked);
    cache.meanwhile();
    return standing;
  };
  return { world, configuration, tools, cache };
}

describe('the tools that assistants get', () => {
  it('are read from the cache once for the requests of a moment', async () => {
    const { configuration, tools, cache } = await open();
    await tools.read(configuration);
    await tools.read(configuration);
    expect(cache.asked).toBe(1);
  });

  it('are looked up again after a hint, also one that came in the middle of reading them', async () => {
    const { configuration, tools, cache } = await open();
    cache.meanwhile = () => tools.forget([configuration.id]);
    await tools.read(configuration);
    cache.meanwhile = () => undefined;
    await tools.read(configuration);
    await tools.read(configuration);
    expect(cache.asked).toBe(2);
  });

  it('are never those of a former generation', async () => {
    const { configuration, tools, cache } = await open();
    await tools.read(configuration);
    await tools.read({ ...configuration, generation: configuration.generation + 1 }).catch(() => undefined);
    expect(cache.asked).toBe(2);
  });

  it('are served once more when they have expired, while they are fetched anew', async () => {
    const { world, configuration, tools } = await open();
    world.clock.advance(2 * 3_600_000);
    world.server.tools.pop();
    expect((await tools.read(configuration)).tools.map(({ name }) => name)).toEqual(['read', 'write']);
    await eventually(async () => {
      tools.forget([configuration.id]);
      return (await tools.read(configuration)).tools.map(({ name }) => name).join() === 'read';
    });
  });
});
