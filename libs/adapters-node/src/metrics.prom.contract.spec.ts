import { describeMetricsContract, readMetricsText } from '@moorage/test-kit';
import { PromMetrics } from './metrics.prom';
import { PromRegistry } from './prom-registry';

describeMetricsContract('PromMetrics', async () => {
  const registry = new PromRegistry();
  const withoutApp = ({ app: _, ...labels }: Record<string, string>) => labels;
  return {
    port: new PromMetrics('gateway', registry),
    samples: async () => readMetricsText(await registry.scrape()).map((sample) => ({ ...sample, labels: withoutApp(sample.labels) })),
    dispose: async () => undefined,
  };
});
