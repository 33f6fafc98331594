import { freePort } from '../support/real-servers';
import { newFolder, startInstallation } from '../support/installation';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PASSWORD = 'p4ss-of-the-harbour';

describe('what the operator of the one-process form sees', () => {
  it('shows the metrics of all three apps on one port, each series once, and logs a request with its trace in every service, without its key and the secrets in it', async () => {
    await using folder = await newFolder();
    const port = await freePort();
    await using installation = await startInstallation(folder.path, { OPS_PORT: String(port), LOG_LEVEL: 'debug' });
    const headers = { authorization: `Bearer ${installation.apiKey}`, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    expect((await fetch(`${installation.url}/v1/personal-connectors/configurations`, { headers })).status).toBe(200);
    expect((await fetch(`${installation.url}/v1/me?key=${installation.apiKey}`, { headers })).status).toBe(400);
    expect((await fetch(`${installation.url}/health/ready`)).status).toBe(200);
    const configuration = { host: '127.0.0.1', port: await freePort(), database: 'orders', username: 'reader', password: PASSWORD };
    const tested = await fetch(`${installation.url}/v1/organizations/org_default/knowledge/connectors/sources/test`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ source_definition_id: 'def_postgres', configuration }),
    });
    expect(await tested.json()).toMatchObject({ status: 'failed', job_info: { stage: 'connect' } });

    const scrape = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(scrape.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await scrape.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const series = lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
    expect(series).toContain('moorage_http_requests_total{app="gateway",method="GET",route="/v1/personal-connectors/configurations",status="200"}');
    expect(series).toContain('moorage_bus_requests_total{app="personal-connector",subject="personal.configurations.list.v1",outcome="ok"}');
    expect(series).toContain('moorage_bus_requests_total{app="knowledge-connector",subject="knowledge.health.probe.v1",outcome="ok"}');
    expect(series).toContain('moorage_actor_tests_total{app="knowledge-connector",side="source",runtime="native",connector="def_postgres",result="failed",stage="connect",code="CONNECTION_REFUSED"}');
    expect(series.filter((each) => each.startsWith('process_resident_memory_bytes'))).toHaveLength(1);
    expect(await installation.stop()).toBe(0);

    const answered = installation.output().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answered).toContainEqual(expect.objectContaining({ level: 'info', service: 'gateway', message: 'answered', route: '/v1/personal-connectors/configurations', status: 200, traceId: TRACE }));
    expect(answered).toContainEqual(expect.objectContaining({ service: 'knowledge-connector', message: 'answered', subject: 'knowledge.sources.test.v1', traceId: TRACE }));
    expect(installation.output()).not.toContain(PASSWORD);
    expect(installation.output().replace(installation.greeting, '')).not.toContain(installation.apiKey);
  });
});
