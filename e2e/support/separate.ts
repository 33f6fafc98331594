import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './everything-server';
import { newFolder } from './installation';
import { run, until, type Running } from './processes';

/** The suite as separate processes on an installed nats-server and PostgreSQL. */
export interface Separate {
  url: string;
  apiKey: string;
  personal: Running[];
  stop(): Promise<(number | null)[]>;
}

/** Starts nats-server, one gateway, `copies` of personal-connector and one knowledge-connector. */
export async function startSeparate(databaseUrl: string, copies: number): Promise<Separate> {
  const folder = await newFolder();
  const [natsPort, port, token] = [await freePort(), await freePort(), randomBytes(16).toString('hex')];
  const settings = join(folder.path, 'nats.conf');
  await writeFile(settings, `listen: 127.0.0.1:${natsPort}\nmax_payload: 8MB\nauthorization { token: "${token}" }\n`);
  const nats = run('nats-server', ['-c', settings], {});
  await until('nats-server to listen', () => nats.errors().includes('Server is ready'));
  const shared = { NATS_URL: `nats://${token}@127.0.0.1:${natsPort}`, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' };
  const keys = `k1:${randomBytes(32).toString('base64')}`;
  const personal = Array.from({ length: copies }, () => run('node', ['apps/personal-connector/dist/main.js'], { ...shared, ENCRYPTION_KEYS: keys, EGRESS_ALLOW: '127.0.0.0/8', TEST_DEADLINE_SECONDS: '5' }));
  const knowledge = run('node', ['apps/knowledge-connector/dist/main.js'], shared);
  const gateway = run('node', ['apps/gateway/dist/main.js'], { ...shared, HOST: '127.0.0.1', PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  const apps = [gateway, knowledge, ...personal];
  await until('all services to be ready', async () => {
    const failed = apps.find((app) => app.child.exitCode !== null);
    if (failed) throw new Error(`An app ended: ${failed.errors()}`);
    const ready = await fetch(`${url}/health/ready`).then((response) => response.json() as Promise<{ services: Record<string, string> }>, () => null);
    return ready && Object.values(ready.services).every((state) => state === 'ok');
  });
  return {
    url,
    apiKey: /API key: (mrg_\w+)/.exec(gateway.output())?.[1] ?? '',
    personal,
    stop: async () => {
      for (const app of apps) app.child.kill('SIGTERM');
      const ends = await Promise.all(apps.map((app) => app.ended));
      nats.child.kill('SIGTERM');
      await nats.ended;
      await folder.remove();
      return ends;
    },
  };
}
