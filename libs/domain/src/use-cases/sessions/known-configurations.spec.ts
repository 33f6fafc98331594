import { FixedClock, MemoryCheckLog, MemoryConfigRepo, MemoryConnectorRepo } from '@moorage/adapters-memory';
import { aConfiguration, aConnector } from '@moorage/test-kit';
import type { ConfigScope, ConnectedConfiguration } from '../../ports/config-repo.port';
import { KnownConfigurations } from './known-configurations';

/** A repository that counts what it is asked, and can be away. */
class CountingRepo extends MemoryConfigRepo {
  asked = 0;
  away = false;

  override async findWithConnector(scope: ConfigScope, id: string): Promise<ConnectedConfiguration | null> {
    this.asked += 1;
    if (this.away) throw new TypeError('away');
    return super.findWithConnector(scope, id);
  }
}

async function open() {
  const [clock, connectors] = [new FixedClock(), new MemoryConnectorRepo()];
  const configs = new CountingRepo(new MemoryCheckLog(), connectors);
  const connector = aConnector();
  const configuration = aConfiguration({ personalConnectorId: connector.id });
  await connectors.insert(connector);
  await configs.insert(configuration);
  const { organizationId, owner, id } = configuration;
  return { clock, configs, configuration, id, scope: { organizationId, owner }, known: new KnownConfigurations(configs, connectors, clock) };
}

describe('what is known of configurations', () => {
  it('is read once for all who ask in the same moment', async () => {
    const { known, configs, scope, id } = await open();
    const [one, other] = await Promise.all([known.one(scope, id), known.one(scope, id)]);
    expect([one, configs.asked]).toEqual([other, 1]);
  });

  it('is read again after a hint', async () => {
    const { known, configs, scope, id } = await open();
    await known.all(scope);
    await known.one(scope, id);
    await configs.change(scope, id, (now) => ({ ...now, enabled: false }));
    known.forget([id]);
    expect((await known.one(scope, id))?.configuration.enabled).toBe(false);
    expect((await known.all(scope)).map(({ configuration }) => configuration.enabled)).toEqual([false]);
  });

  it('is read again after two seconds, should a hint be lost', async () => {
    const { known, configs, clock, scope, id } = await open();
    await known.one(scope, id);
    await configs.change(scope, id, (now) => ({ ...now, enabled: false }));
    clock.advance(1_999);
    expect((await known.one(scope, id))?.configuration.enabled).toBe(true);
    clock.advance(1);
    expect((await known.one(scope, id))?.configuration.enabled).toBe(false);
  });

  it('is nobody else’s, though it is asked for by the same id', async () => {
    const { known, scope, id } = await open();
    await known.one(scope, id);
    expect(await known.one({ ...scope, organizationId: 'org_other' }, id)).toBeNull();
    expect(await known.one({ ...scope, owner: { userId: 'user_other' } }, id)).toBeNull();
  });

  it('does not hold that it could not be read', async () => {
    const { known, configs, scope, id } = await open();
    configs.away = true;
    await expect(known.one(scope, id)).rejects.toThrow('away');
    configs.away = false;
    expect((await known.one(scope, id))?.configuration.id).toBe(id);
  });
});
