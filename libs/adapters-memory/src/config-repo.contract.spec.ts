import { describeConfigRepoContract } from '@moorage/test-kit';
import { MemoryCheckLog } from './check-log.memory';
import { MemoryConfigRepo } from './config-repo.memory';
import { MemoryConnectorRepo } from './connector-repo.memory';

describeConfigRepoContract('MemoryConfigRepo', async () => {
  const connectors = new MemoryConnectorRepo();
  return { port: new MemoryConfigRepo(new MemoryCheckLog(), connectors), connectors, dispose: async () => undefined };
});
