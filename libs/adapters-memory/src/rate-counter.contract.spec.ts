import { describeRateCounterContract } from '@moorage/test-kit';
import { MemoryRateCounter } from './rate-counter.memory';

describeRateCounterContract('MemoryRateCounter', async () => {
  const port = new MemoryRateCounter();
  return { port, windowsKept: async () => port.size, dispose: async () => undefined };
});
