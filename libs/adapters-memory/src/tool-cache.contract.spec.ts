import { describeToolCacheContract } from '@moorage/test-kit';
import { MemoryConfigRepo } from './config-repo.memory';
import { MemoryToolCache } from './tool-cache.memory';

describeToolCacheContract('MemoryToolCache', async () => {
  const configs = new MemoryConfigRepo();
  return { port: new MemoryToolCache(configs), configs, dispose: async () => undefined };
});
