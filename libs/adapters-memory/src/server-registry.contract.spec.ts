import { describeServerRegistryContract, followRealTime } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryServerRegistry } from './server-registry.memory';

describeServerRegistryContract('MemoryServerRegistry', async () => {
  const clock = new FixedClock();
  const stop = followRealTime(clock);
  const port = new MemoryServerRegistry(clock);
  return { port, serve: async (script) => port.serve(script), requests: () => port.requests, dispose: async () => stop() };
});
