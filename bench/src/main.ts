// Measures everything once and prints the tables. `--write` puts them into docs/bench.md, `--smoke` only shows that all of it runs,
// `--only tests|checks|reads|forms` measures a part.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Api } from './ground/api';
import { Closing } from './ground/closing';
import { startNats } from './ground/nats';
import { newEncryptionKeys, startSeparate } from './ground/suite';
import { WorkerProcess } from './ground/worker-process';
import { FULL, SMOKE, type Plan } from './plan';
import { tablesOf, type Figures } from './report/tables';
import { writePage } from './report/page';
import type { BenchGround } from './scenarios/bench-ground';
import { measureChecks } from './scenarios/checks';
import { measureForms } from './scenarios/forms';
import { measureReads } from './scenarios/reads';
import { measureTests } from './scenarios/tests';
import type { Upstream } from './upstream/main';

/** The database that the bench may use and the process that serves it, and a database that is tested; `tools/bench.mjs` starts them. */
const { values } = parseArgs({ options: { database: { type: 'string' }, 'database-pid': { type: 'string' }, tested: { type: 'string' }, write: { type: 'boolean' }, smoke: { type: 'boolean' }, only: { type: 'string' } } });

void main();

async function main(): Promise<void> {
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'moorage-bench-'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void closing.run().finally(() => process.exit(1)));
  try {
    const tables = tablesOf(await measured(values.smoke ? SMOKE : FULL, folder, closing));
    process.stdout.write(tables);
    if (values.write) writePage(tables);
  } catch (error) {
    process.stderr.write(`Moorage: the bench failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await closing.run();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(plan: Plan, folder: string, closing: Closing): Promise<Partial<Figures>> {
  const apart = new Closing();
  await closing.add({ stop: () => apart.run() });
  const ground = { databaseUrl: values.database ?? '', encryptionKeys: newEncryptionKeys(), folder };
  const nats = await apart.add(startNats(folder));
  const suite = await apart.add(startSeparate({ ...ground, natsUrl: nats.url }, 1));
  const api = new Api(suite.ports[0] ?? 0, suite.apiKey ?? '');
  const [load, peer, bare, upstream] = await Promise.all(['load/main', 'peer/main', 'bare/main', 'upstream/main'].map((entry) => closing.add(WorkerProcess.start(entry, folder))));
  if (!load || !peer || !bare || !upstream) throw new Error('a process of the bench did not start');
  const bench = { plan, folder, api, databaseUrl: ground.databaseUrl, postgresPid: Number(values['database-pid']), testedUrl: values.tested ?? '', load, peer, bare, upstream, addresses: await upstream.ask<Upstream>('open') };
  const whole: BenchGround = { ...bench, suite, natsUrl: nats.url, natsPid: nats.pid };
  const tests = await part('tests', () => measureTests(whole));
  const checks = await part('checks', () => measureChecks(whole));
  const reads = await part('reads', () => measureReads(whole, apart));
  await apart.run();
  const forms = await part('forms', () => measureForms(bench, ground, closing));
  return { ...tests, ...checks, ...reads, ...forms };
}

async function part<Name extends keyof Figures>(name: Name, measure: () => Promise<Figures[Name]>): Promise<Partial<Figures>> {
  if (values.only !== undefined && values.only !== name) return {};
  process.stderr.write(`${process.uptime().toFixed(0)} s: ${name}\n`);
  return { [name]: await measure() };
}
