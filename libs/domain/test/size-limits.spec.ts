import { CreateConnector } from '@moorage/domain';
import { PersonalWorld } from './personal-world';

const LONG = 'x'.repeat(70_000);

describe('what is too large for a page of a hundred', () => {
  it.each([
    ['settings', { configuration: { text: LONG } }, 'CONNECTOR_INVALID_CONFIG'],
    ['metadata', { metadata: { text: LONG } }, 'VALIDATION_ERROR'],
  ])('is refused in %s, of a new configuration and of a changed one', async (_what, part, code) => {
    const world = new PersonalWorld();
    const connector = await world.connector();
    const { id } = await world.configuration(connector);
    await expect(world.create.run(world.caller, { personalConnectorId: connector.id, name: 'Large', ...part })).rejects.toMatchObject({ code });
    await expect(world.update.run(world.caller, id, part)).rejects.toMatchObject({ code });
    expect(await world.stored(id)).toMatchObject({ generation: 1, metadata: {} });
  });

  it('is refused in a definition', async () => {
    const world = new PersonalWorld();
    const create = new CreateConnector(world.connectors, { faults: () => [], check: () => null }, world.ids, world.clock);
    const draft = { name: 'Large', serverUrl: 'https://example.test/mcp', configurationSchema: { title: LONG } };
    await expect(create.run(world.caller, draft)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  });
});
