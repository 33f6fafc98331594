import { describeCheckLogContract } from '@moorage/test-kit';
import { MemoryCheckLog } from './check-log.memory';
import { MemoryConfigRepo } from './config-repo.memory';

describeCheckLogContract('MemoryCheckLog', async () => {
  const port = new MemoryCheckLog();
  return { port, configs: new MemoryConfigRepo(port), dispose: async () => undefined };
});
