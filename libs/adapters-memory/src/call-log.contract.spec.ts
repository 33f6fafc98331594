import { describeCallLogContract } from '@moorage/test-kit';
import { MemoryCallLog } from './call-log.memory';
import { MemoryConfigRepo } from './config-repo.memory';

describeCallLogContract('MemoryCallLog', async () => {
  const configs = new MemoryConfigRepo();
  return { port: new MemoryCallLog(configs), configs, dispose: async () => undefined };
});
