import { describeMetricsContract } from '@moorage/test-kit';
import { MemoryMetrics } from './metrics.memory';

describeMetricsContract('MemoryMetrics', async () => {
  const port = new MemoryMetrics();
  return { port, samples: async () => port.samples(), dispose: async () => undefined };
});
