import { startOpsServer, type ReadyCheck } from './ops-server';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function started(ready: ReadyCheck): Promise<string> {
  const server = await startOpsServer(0, '127.0.0.1', ready);
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

  it('shows nothing else', async () => {
    expect(await statusOf(`${await started(async () => true)}/`)).toBe(404);
  });

  it('names the variable when the port is taken', async () => {
    const { port } = new URL(await started(async () => true));
    await expect(startOpsServer(Number(port), '127.0.0.1', async () => true)).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringContaining('OPS_PORT') as string });
  });
});
