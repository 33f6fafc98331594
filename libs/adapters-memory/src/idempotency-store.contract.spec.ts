import { describeIdempotencyStoreContract } from '@moorage/test-kit';
import { MemoryIdempotencyStore } from './idempotency-store.memory';

describeIdempotencyStoreContract('MemoryIdempotencyStore', async () => ({ port: new MemoryIdempotencyStore(), dispose: async () => undefined }));
