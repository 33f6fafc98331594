import { PromMetrics } from './metrics.prom';
import { PromRegistry } from './prom-registry';

describe('the metrics of a process', () => {
  it('show each app by its label, under one description of the metric', async () => {
    const registry = new PromRegistry();
    for (const app of ['gateway', 'personal-connector'] as const) new PromMetrics(app, registry).gauge('moorage_bus_connected', { side: 'client' }, () => 1);
    expect(await registry.scrape()).toBe(
      '# HELP moorage_bus_connected 1 while the connection to NATS stands, 0 while it is sought again.\n# TYPE moorage_bus_connected gauge\n' +
        'moorage_bus_connected{app="gateway",side="client"} 1\nmoorage_bus_connected{app="personal-connector",side="client"} 1\n',
    );
  });

  it('do not meet those of another installation in the same process', async () => {
    const [one, other] = [new PromRegistry(), new PromRegistry()];
    new PromMetrics('gateway', one).count('moorage_http_errors_total', { code: 'NOT_FOUND' });
    expect(await one.scrape()).toContain('moorage_http_errors_total{app="gateway",code="NOT_FOUND"} 1');
    expect((await other.scrape()).trim()).toBe('');
  });

  it('sort a duration into the bucket that holds it', async () => {
    const registry = new PromRegistry();
    new PromMetrics('gateway', registry).observe('moorage_bus_call_duration_seconds', 0.02, { subject: 'a.v1' });
    const counts = [...(await registry.scrape()).matchAll(/_bucket\{le="(0\.01|0\.025|30|\+Inf)",.*\} (\d)/g)].map(([, le, count]) => [le, count]);
    expect(counts).toEqual([['0.01', '0'], ['0.025', '1'], ['30', '1'], ['+Inf', '1']]);
  });
});
