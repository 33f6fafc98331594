import { FixedClock, MemoryCheckLog, MemoryConfigRepo, MemoryConnectorRepo, MemoryHealthProber, MemoryMcpServers, MemorySealer, MemorySessionRepo, MemoryStrongroom, MemoryToolCache, MemoryVault } from '@moorage/adapters-memory';
import {
  configRepoContract,
  faultyConfigRepos,
  faultyHealthProbers,
  faultySessionRepos,
  faultyToolCaches,
  faultyVaults,
  followRealTime,
  healthProberContract,
  sessionRepoContract,
  toolCacheContract,
  vaultContract,
  type ConfigRepoHarness,
  type Contract,
  type Fault,
  type Harness,
  type HealthProberHarness,
  type SessionRepoHarness,
  type ToolCacheHarness,
  type VaultHarness,
} from '@moorage/test-kit';

const nothing = async (): Promise<void> => undefined;

async function openVault(): Promise<VaultHarness> {
  const strongroom = new MemoryStrongroom();
  return {
    port: new MemoryVault(strongroom, ['first']),
    keyId: 'first',
    sealer: new MemorySealer(strongroom),
    restarted: () => new MemoryVault(strongroom, ['first']),
    rotated: () => new MemoryVault(strongroom, ['second', 'first']),
    foreign: () => new MemoryVault(strongroom, ['foreign']),
    dispose: nothing,
  };
}

async function openProber(): Promise<HealthProberHarness> {
  const clock = new FixedClock();
  const stop = followRealTime(clock);
  const servers = new MemoryMcpServers(clock);
  return {
    port: new MemoryHealthProber(servers),
    era: '2026',
    serve: async (script) => servers.serve(script),
    noticed: () => ({ requests: servers.requests, openSessions: 0, executedTools: 0 }),
    dispose: async () => stop(),
  };
}

async function openConfigRepo(): Promise<ConfigRepoHarness> {
  const connectors = new MemoryConnectorRepo();
  return { port: new MemoryConfigRepo(new MemoryCheckLog(), connectors), connectors, dispose: nothing };
}

async function openToolCache(): Promise<ToolCacheHarness> {
  const configs = new MemoryConfigRepo();
  return { port: new MemoryToolCache(configs), configs, dispose: nothing };
}

const openSessionRepo = async (): Promise<SessionRepoHarness> => ({ port: new MemorySessionRepo(), dispose: nothing });

/** Every faulty adapter must fail exactly the clauses it names, and every clause must be failed by at least one. */
function proveThatItBites<H extends Harness>(contract: Contract<H>, open: () => Promise<H>, faults: Fault<H>[]): void {
  const fullNames = (names: string[]): string[] => names.map((name) => `${contract.port}/${name}`);

  describe(`The contract of ${contract.port}`, () => {
    const failed = new Map<string, string[]>();
    // All at once: many clauses wait, for silence above all.
    beforeAll(async () => {
      await Promise.all(faults.map(async (fault) => failed.set(fault.name, await contract.failing(async () => fault.spoil(await open())))));
    }, 60_000);

    it.each(faults.map(({ name, fails }) => [name, fails] as const))('catches an adapter that %s', (name, fails) => {
      expect(failed.get(name)?.sort()).toEqual(fullNames(fails).sort());
      expect(fails).not.toEqual([]);
    });

    it('has no clause that nothing can trip', () => {
      const tripped = new Set(fullNames(faults.flatMap(({ fails }) => fails)));
      expect(contract.clauses.map(({ id }) => id).filter((id) => !tripped.has(id))).toEqual([]);
    });
  });
}

proveThatItBites(toolCacheContract, openToolCache, faultyToolCaches);
proveThatItBites(configRepoContract, openConfigRepo, faultyConfigRepos);
proveThatItBites(sessionRepoContract, openSessionRepo, faultySessionRepos);
proveThatItBites(healthProberContract, openProber, faultyHealthProbers);
proveThatItBites(vaultContract, openVault, faultyVaults);
