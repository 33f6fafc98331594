import { join } from 'node:path';
import { PinoLog, PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import { startEmbeddedPostgres } from '@moorage/adapters-postgres';
import { MoorageError, type App, type BootstrapResult, type Caller, type Log, type Metrics } from '@moorage/domain';
import { connectContractClient, startEmbeddedBroker } from '@moorage/messaging';
import { accessSettings, start as startGateway, type AccessSettings, type Gateway } from '@moorage/gateway';
import { start as startKnowledgeConnector } from '@moorage/knowledge-connector';
import { start as startPersonalConnector } from '@moorage/personal-connector';
import { DataDirectory } from './data-directory';
import { startDemoServer } from './demo/demo-server';
import { firstLook, type Look } from './first-look';
import type { Progress } from './progress';
import { Shutdown } from './shutdown';
import type { StandaloneEnv } from './standalone.env';
import { version } from './version';

/** A running installation in this process. */
export interface Standalone {
  url: string;
  /** Settles, with a line for the operator, when the embedded database has ended by itself. */
  lost?: Promise<string>;
  close(): Promise<void>;
}

/** What is settled before any part starts: addresses that all share, and who may ask. */
interface Ground {
  access: AccessSettings;
  natsUrl: string;
  databaseUrl: string;
  encryptionKeys: string;
  lost?: Promise<void>;
}

/** By what an operator sees an app: log lines and metrics that say which of the three it is. */
type Seen = (app: App) => { log: Log; metrics: Metrics };

const LOOPBACK = '127.0.0.0/8,::1';
const DEMO_PORT = 'demo-port';

/** Starts broker, database, both services, the gateway and the demo servers, shows what they can do, and answers when all is ready. */
export async function start(env: StandaloneEnv, progress: Progress): Promise<Standalone> {
  const embedded = env.DATABASE_URL === undefined;
  const level = env.LOG_LEVEL ?? (embedded ? 'warn' : 'info');
  const metrics = new PromRegistry();
  const seen: Seen = (app) => ({ log: new PinoLog({ service: app, level }), metrics: new PromMetrics(app, metrics) });
  const shutdown = new Shutdown();
  progress.line(`\nMoorage ${version}\n`);
  try {
    const data = await DataDirectory.open(env.DATA_DIR ?? '.data');
    const ground = await startGround(env, data, progress, shutdown);
    const gateway = await progress.step('services', 'gateway, personal-connector, knowledge-connector', () => startApps(env, data, ground, seen, shutdown));
    if (env.OPS_PORT !== undefined) shutdown.add(await startOpsServer({ port: env.OPS_PORT, host: hostOf(env), ready: () => gateway.ready(), metrics }));
    const { isNew } = await gateway.prepare();
    const looks = await look(env, ground, isNew, new PinoLog({ service: 'standalone', level }));
    // Last: a key that is made is shown, whatever happens.
    present(gateway.url, await gateway.bootstrap(), looks, progress);
    const lost = ground.lost?.then(() => `The database in ${data.path} ended by itself. Start again; what was stored is kept.`);
    return { url: gateway.url, ...(lost && { lost }), close: () => shutdown.run() };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function startGround(env: StandaloneEnv, data: DataDirectory, progress: Progress, shutdown: Shutdown): Promise<Ground> {
  // A database elsewhere outlives this folder, and what is in it must not depend on a key that was made here.
  if (env.DATABASE_URL && !env.ENCRYPTION_KEYS) throw new MoorageError('VALIDATION_ERROR', { message: 'Environment: ENCRYPTION_KEYS is required with DATABASE_URL.' });
  const access = accessSettings(env);
  const encryptionKeys = env.DATABASE_URL && env.ENCRYPTION_KEYS ? env.ENCRYPTION_KEYS : await data.encryptionKeys(env.ENCRYPTION_KEYS);
  const database: { url: string; lost?: Promise<void> } = env.DATABASE_URL
    ? { url: env.DATABASE_URL }
    : await progress.step('database', `embedded PostgreSQL in ${data.path}`, async () => shutdown.add(await startEmbeddedPostgres(data.path)));
  const broker = env.NATS_URL ? { url: env.NATS_URL } : await progress.step('messages', 'embedded broker', async () => shutdown.add(await startEmbeddedBroker()));
  return { access, natsUrl: broker.url, databaseUrl: database.url, encryptionKeys, ...(database.lost && { lost: database.lost }) };
}

async function startApps(env: StandaloneEnv, data: DataDirectory, { access, natsUrl, databaseUrl, encryptionKeys }: Ground, seen: Seen, shutdown: Shutdown): Promise<Gateway> {
  const demo = shutdown.add(await startDemoServer(Number(await data.read(DEMO_PORT)) || 0, version));
  await data.write(DEMO_PORT, String(demo.port));
  const shared = { natsUrl, databaseUrl, migrate: env.MIGRATE !== 'off' };
  const connecting = { encryptionKeys, egressAllow: env.EGRESS_ALLOW ?? (env.DATABASE_URL ? '' : LOOPBACK) };
  const running = { embedded: env.DATABASE_URL === undefined, downloads: join(data.path, 'downloads') };
  const services = await Promise.allSettled([
    startKnowledgeConnector({
      ...shared,
      ...connecting,
      ...running,
      ...seen('knowledge-connector'),
      filesRoots: env.FILES_ROOTS ?? '',
      allowProcesses: env.ALLOW_PROCESSES ?? '',
      processConcurrency: env.PROCESS_CONCURRENCY ?? 8,
    }),
    startPersonalConnector({
      ...shared,
      ...connecting,
      ...running,
      ...seen('personal-connector'),
      allowStdio: env.ALLOW_STDIO ?? '',
      testDeadlineMs: (env.TEST_DEADLINE_SECONDS ?? 10) * 1_000,
      toolCacheTtlMs: (env.TOOL_CACHE_TTL_SECONDS ?? 3_600) * 1_000,
      listDeadlineMs: (env.LIST_DEADLINE_SECONDS ?? 5) * 1_000,
      callDeadlineMs: (env.CALL_DEADLINE_SECONDS ?? 300) * 1_000,
      callLogDays: env.CALL_LOG_DAYS ?? 90,
      demo: demo.addresses,
    }),
  ]);
  for (const service of services) if (service.status === 'fulfilled') shutdown.add(service.value);
  for (const service of services) if (service.status === 'rejected') throw service.reason;
  const bootstrap = { organizationId: organizationOf(env), ...(env.BOOTSTRAP_API_KEY && { apiKey: env.BOOTSTRAP_API_KEY }) };
  return shutdown.add(await startGateway({ ...shared, ...access, ...seen('gateway'), host: hostOf(env), port: env.PORT ?? 8080, bootstrap }));
}

/** The demos at work. What they cannot show must not keep the installation from running. */
async function look(env: StandaloneEnv, { natsUrl }: Ground, isNew: boolean, log: Log): Promise<Look[]> {
  const caller: Caller = { organizationId: organizationOf(env), userId: 'user_default', role: 'operator', scopes: ['personal:read', 'personal:write'] };
  try {
    const bus = await connectContractClient({ url: natsUrl, name: 'first-look', log });
    return await firstLook(bus, caller, isNew).finally(() => bus.close());
  } catch (error) {
    log.warn('The demo connectors could not be tested.', { reason: error instanceof Error ? error.message : String(error) });
    return [];
  }
}

/** Tells what the demos showed and where everything is. */
function present(url: string, { organizationId, apiKey, firstKey, presetIgnored }: BootstrapResult, looks: Look[], progress: Progress): void {
  progress.line();
  for (const each of looks) showLook(each, progress);
  progress.line();
  progress.pair('Address', url);
  progress.pair('Docs', `${url}/docs`);
  progress.pair('API key', apiKey ? `${apiKey}   (shown only this once)` : keyAdvice(firstKey?.prefix, url, organizationId));
  if (presetIgnored) progress.pair('', 'BOOTSTRAP_API_KEY does nothing: this installation has its first key already.');
  if (looks[0]) progress.pair('Try', tryCommand(url, apiKey ?? '$KEY', looks[0].configuration.id));
  progress.line('\n  Ctrl-C stops it; the next start finds everything again.\n');
}

function showLook({ configuration, result }: Look, progress: Progress): void {
  if (!result) return progress.verdict(configuration.personalConnectorId, 'not tested', 'no answer in time');
  const { failure, availableTools, responseTimeMs } = result.details;
  progress.verdict(configuration.personalConnectorId, failure ? 'unhealthy' : 'healthy', failure ? failure.message : `${availableTools} tools, answered in ${responseTimeMs} ms`);
  if (failure) progress.line(`      What to do: ${failure.hint}`);
}

function keyAdvice(prefix: string | undefined, url: string, organizationId: string): string {
  const make = `make another with POST ${url}/v1/organizations/${organizationId}/api-keys`;
  return prefix ? `${prefix}…   (shown when it was made; with it, ${make})` : make;
}

function tryCommand(url: string, key: string, configurationId: string): string {
  return `curl -X POST -H "Authorization: Bearer ${key}" ${url}/v1/personal-connectors/configurations/${configurationId}/test`;
}

function organizationOf(env: StandaloneEnv): string {
  return env.BOOTSTRAP_ORGANIZATION ?? 'org_default';
}

function hostOf(env: StandaloneEnv): string {
  return env.HOST ?? (env.DATABASE_URL ? '0.0.0.0' : '127.0.0.1');
}
