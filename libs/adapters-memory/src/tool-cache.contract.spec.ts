import { describeToolCacheContract } from '@moorage/test-kit';
import { MemoryToolCache } from './tool-cache.memory';

describeToolCacheContract('MemoryToolCache', async () => ({ port: new MemoryToolCache(), dispose: async () => undefined }));
