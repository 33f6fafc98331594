// Measures everything once and prints the tables. `--write` puts them into docs/bench.md, `--smoke` only shows that all of it runs,
// `--only tests|checks|reads|sessions|forms` measures a part.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Api } from './ground/api';
import { Closing } from './ground/closing';
import { hasNats, startNats } from './ground/nats';
import { newEncryptionKeys, startSeparate, type Ground } from './ground/suite';
import { WorkerProcess } from './ground/worker-process';
import { FULL, SMOKE, type Plan } from './plan';
import { tablesOf, type Figures } from './report/tables';
import { writePage } from './report/page';
import type { BenchGround } from './scenarios/bench-ground';
import { measureChecks } from './scenarios/checks';
import { measureForms } from './scenarios/forms';
import { measureReads } from './scenarios/reads';
import { measureSessions } from './scenarios/sessions';
import type { SessionGround } from './scenarios/session-sides';
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
  const ground = { databaseUrl: values.database ?? '', encryptionKeys: newEncryptionKeys(), folder };
  const [load, peer, bare, upstream] = await Promise.all(['load/main', 'peer/main', 'bare/main', 'upstream/main'].map((entry) => closing.add(WorkerProcess.start(entry, folder))));
  if (!load || !peer || !bare || !upstream) throw new Error('a process of the bench did not start');
  const bench = { plan, folder, databaseUrl: ground.databaseUrl, postgresPid: Number(values['database-pid']), testedUrl: values.tested ?? '', load, peer, bare, upstream, addresses: await upstream.ask<Upstream>('open') };
  if (!hasNats()) return withoutNats(bench, closing);
  const apart = new Closing();
  await closing.add({ stop: () => apart.run() });
  const whole: BenchGround = { ...bench, ...(await startApart(ground, apart)) };
  const tests = await part('tests', () => measureTests(whole));
  const checks = await part('checks', () => measureChecks(whole));
  const reads = await part('reads', () => measureReads(whole, apart));
  const sessions = await part('sessions', () => measureSessions({ ...bench, separate: whole }, apart));
  await apart.run();
  const forms = await part('forms', () => measureForms({ ...bench, api: whole.api }, ground, closing));
  return { ...tests, ...checks, ...reads, ...sessions, ...forms };
}

/** Three processes, each a service, on a broker. */
async function startApart(ground: Omit<Ground, 'natsUrl'>, closing: Closing): Promise<Pick<BenchGround, 'suite' | 'api' | 'natsUrl' | 'natsPid'>> {
  const nats = await closing.add(startNats(ground.folder));
  const suite = await closing.add(startSeparate({ ...ground, natsUrl: nats.url }, 1));
  return { suite, api: new Api(suite.ports[0] ?? 0, suite.apiKey ?? ''), natsUrl: nats.url, natsPid: nats.pid };
}

/** Sessions are measured in one process, too; all else is about several. */
function withoutNats(bench: Omit<SessionGround, 'separate'>, closing: Closing): Promise<Partial<Figures>> {
  if (values.only !== 'sessions') throw new Error("There is no nats-server on the PATH. Install Debian's nats-server, or measure `--only sessions`.");
  return part('sessions', () => measureSessions(bench, closing));
}

async function part<Name extends keyof Figures>(name: Name, measure: () => Promise<Figures[Name]>): Promise<Partial<Figures>> {
  if (values.only !== undefined && values.only !== name) return {};
  process.stderr.write(`${process.uptime().toFixed(0)} s: ${name}\n`);
  return { [name]: await measure() };
}
