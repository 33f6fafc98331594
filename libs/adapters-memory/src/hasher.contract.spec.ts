import { describeHasherContract } from '@moorage/test-kit';
import { MemoryHasher } from './hasher.memory';

describeHasherContract('MemoryHasher', async () => ({ port: new MemoryHasher(), dispose: async () => undefined }));
