import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './everything-server';
import { newFolder } from './installation';
import { endingAll, run, until, type Running } from './processes';

/** The suite as separate processes on an installed nats-server and PostgreSQL. */
export interface Separate {
  url: string;
  apiKey: string;
  /** Asks every app to end, then the broker; answers the exit statuses of the apps. */
  stop(): Promise<(number | null)[]>;
}

/** Starts nats-server, one gateway, `copies` of personal-connector and one knowledge-connector; a failure leaves nothing running. */
export async function startSeparate(databaseUrl: string, copies: number): Promise<Separate> {
  const port = await freePort();
  const started: Running[] = [];
  const url = `http://127.0.0.1:${port}`;
  const start = async (): Promise<Separate> => {
    const { nats, url: natsUrl } = await startNats();
    started.push(nats);
    const apps = startApps({ NATS_URL: natsUrl, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' }, port, copies);
    started.push(...apps);
    return { url, apiKey: await keyWhenReady(url, apps), stop: () => stopAll(apps, nats) };
  };
  return start().catch(endingAll(started));
}

async function startNats(): Promise<{ nats: Running; url: string }> {
  await using folder = await newFolder();
  const [port, token] = [await freePort(), randomBytes(16).toString('hex')];
  const settings = join(folder.path, 'nats.conf');
  await writeFile(settings, `listen: 127.0.0.1:${port}\nmax_payload: 8MB\nauthorization { token: "${token}" }\n`);
  const nats = run('nats-server', ['-c', settings], {});
  await until('nats-server to listen', () => nats.errors().includes('Server is ready')).catch(endingAll([nats]));
  return { nats, url: `nats://${token}@127.0.0.1:${port}` };
}

/** The gateway first. */
function startApps(shared: Record<string, string>, port: number, copies: number): Running[] {
  const keys = `k1:${randomBytes(32).toString('base64')}`;
  const app = (name: string, env: Record<string, string> = {}) => run('node', [`apps/${name}/dist/main.js`], { ...shared, ...env });
  const personal = { ENCRYPTION_KEYS: keys, EGRESS_ALLOW: '127.0.0.0/8', TEST_DEADLINE_SECONDS: '5' };
  return [app('gateway', { HOST: '127.0.0.1', PORT: String(port) }), app('knowledge-connector'), ...Array.from({ length: copies }, () => app('personal-connector', personal))];
}

/** The first key, once all services are ready; ready alone says nothing of the key, which is printed when the start is over. */
async function keyWhenReady(url: string, apps: Running[]): Promise<string> {
  return until('all services to be ready and the first key', async () => {
    const failed = apps.find((app) => app.child.exitCode !== null);
    if (failed) throw new Error(`An app ended: ${failed.errors()}`);
    const ready = await fetch(`${url}/health/ready`).then((response) => response.json() as Promise<{ services: Record<string, string> }>, () => null);
    return ready && Object.values(ready.services).every((state) => state === 'ok') && /API key: (mrg_[0-9A-Za-z]{38})\b/.exec(apps[0]?.output() ?? '')?.[1];
  });
}

async function stopAll(apps: Running[], nats: Running): Promise<(number | null)[]> {
  const ends = await Promise.all(apps.map((app) => app.stop()));
  await nats.stop();
  return ends;
}
