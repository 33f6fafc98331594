import { describeUserRepoContract } from '@moorage/test-kit';
import { MemoryUserRepo } from './user-repo.memory';

describeUserRepoContract('MemoryUserRepo', async () => ({ port: new MemoryUserRepo(), dispose: async () => undefined }));
