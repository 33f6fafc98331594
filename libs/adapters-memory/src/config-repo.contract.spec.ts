import { describeConfigRepoContract } from '@moorage/test-kit';
import { MemoryConfigRepo } from './config-repo.memory';

describeConfigRepoContract('MemoryConfigRepo', async () => ({ port: new MemoryConfigRepo(), dispose: async () => undefined }));
