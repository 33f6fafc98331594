import { describeApiKeyRepoContract } from '@moorage/test-kit';
import { MemoryApiKeyRepo } from './api-key-repo.memory';

describeApiKeyRepoContract('MemoryApiKeyRepo', async () => ({ port: new MemoryApiKeyRepo(), dispose: async () => undefined }));
