import { describeSessionRepoContract } from '@moorage/test-kit';
import { MemorySessionRepo } from './session-repo.memory';

describeSessionRepoContract('MemorySessionRepo', async () => ({ port: new MemorySessionRepo(), dispose: async () => undefined }));
