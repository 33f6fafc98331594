import { PromMetrics } from './metrics.prom';
import { startOpsServer, type ReadyCheck } from './ops-server';
import { PromRegistry } from './prom-registry';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function started(ready: ReadyCheck, metrics = new PromRegistry()): Promise<string> {
  const server = await startOpsServer({ port: 0, host: '127.0.0.1', ready, metrics });
  open.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const statusOf = async (address: string) => (await fetch(address)).status;

describe('startOpsServer', () => {
  it('is live whatever the app says, and ready when it says so', async () => {
    let ready = false;
    const url = await started(async () => ready);
    expect([await statusOf(`${url}/live`), await statusOf(`${url}/ready`)]).toEqual([200, 503]);
    ready = true;
    expect([await statusOf(`${url}/live`), await statusOf(`${url}/ready`)]).toEqual([200, 200]);
  });

  it('takes a check that fails for not ready', async () => {
    expect(await statusOf(`${await started(() => Promise.reject(new Error('no database')))}/ready`)).toBe(503);
  });

  it('shows what the apps count and how the process does, as Prometheus reads it', async () => {
    const metrics = new PromRegistry();
    const url = await started(async () => false, metrics);
    new PromMetrics('gateway', metrics).count('moorage_http_errors_total', { code: 'NOT_FOUND' });
    const response = await fetch(`${url}/metrics?at=once`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('\nmoorage_http_errors_total{app="gateway",code="NOT_FOUND"} 1\n');
    expect(text).toMatch(/\nnodejs_eventloop_lag_seconds \d/);
    expect(text.match(/^# TYPE \S+/gm)).toHaveLength(new Set(text.match(/^# TYPE \S+/gm)).size);
  });

  it('describes the process once, however many ports it opens', async () => {
    const urls = [await started(async () => true), await started(async () => true)];
    const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
    for (const text of texts) expect(text.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
  });

  it('shows nothing else', async () => {
    expect(await statusOf(`${await started(async () => true)}/`)).toBe(404);
  });

  it('names the variable when the port is taken', async () => {
    const { port } = new URL(await started(async () => true));
    const again = { port: Number(port), host: '127.0.0.1', ready: async () => true, metrics: new PromRegistry() };
    await expect(startOpsServer(again)).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringContaining('OPS_PORT') as string });
  });
});
