import { describeIdempotencyStoreContract } from '@moorage/test-kit';
import { MemoryIdempotencyStore } from './idempotency-store.memory';

describeIdempotencyStoreContract('MemoryIdempotencyStore', async () => {
  const port = new MemoryIdempotencyStore();
  return { port, kept: async () => port.size, dispose: async () => undefined };
});
