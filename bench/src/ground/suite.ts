import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './free-port';
import { Program, until } from './program';

const ROOT = join(__dirname, '../../..');
const KEY = /API key:? +(mrg_[0-9A-Za-z]{38})\b/;

/** The connector that checks by a command are made with. */
export const CHECK_COMMAND = ['node', join(ROOT, 'bench/dist/connector/main.js')];
/** How many of its kind may run at the same time. */
export const COMMANDS_AT_ONCE = 8;

/** Limits count as ever, and let the bench through: it asks more in a second than they allow in a minute. */
const HIGH_LIMIT = { RATE_LIMIT_PER_MINUTE: '10000000' };

/** A running suite in one of its forms. */
export interface Suite {
  /** Ports of its gateways. */
  ports: number[];
  programs: Program[];
  /** From the start of the first process until everything is ready. */
  startMs: number;
  /** Printed at the first start on a database. */
  apiKey?: string;
  stop(): Promise<void>;
}

/** What the separate form stands on. */
export interface Ground {
  natsUrl: string;
  databaseUrl: string;
  encryptionKeys: string;
  folder: string;
}

export function newEncryptionKeys(): string {
  return `k1:${randomBytes(32).toString('base64')}`;
}

/** So many processes of each app, as shipped: nothing is set but addresses, keys, limits, and the permission to reach this machine and to run the connector of the bench. */
export async function startSeparate({ natsUrl, databaseUrl, encryptionKeys, folder }: Ground, copies: number): Promise<Suite> {
  const began = performance.now();
  const ports = await Promise.all(Array.from({ length: copies }, freePort));
  const shared = { NATS_URL: natsUrl, DATABASE_URL: databaseUrl };
  const connecting = { ENCRYPTION_KEYS: encryptionKeys, EGRESS_ALLOW: '127.0.0.0/8' };
  const app = (name: string, env: Record<string, string>) => Program.start(name, ['node', `apps/${name}/dist/main.js`], { env: { ...shared, ...env }, folder, cwd: ROOT });
  const programs = ports.flatMap((port) => [
    app('gateway', { HOST: '127.0.0.1', PORT: String(port), ...HIGH_LIMIT }),
    app('personal-connector', connecting),
    app('knowledge-connector', { ...connecting, ALLOW_PROCESSES: CHECK_COMMAND.join(' '), PROCESS_CONCURRENCY: String(COMMANDS_AT_ONCE) }),
  ]);
  return ready(programs, async () => ports, began);
}

/** Everything in one process, with the embedded broker and database. */
export async function startStandalone(dataDir: string, folder: string): Promise<Suite> {
  const began = performance.now();
  const program = Program.start('standalone', ['node', 'apps/standalone/dist/main.js'], { env: { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info', ...HIGH_LIMIT }, folder, cwd: ROOT });
  const port = () => until('the standalone form to start', () => (program.assertRunning(), Number(/Address\s+http:\/\/127\.0\.0\.1:(\d+)/.exec(program.output())?.[1]) || undefined));
  return ready([program], async () => [await port()], began);
}

async function ready(programs: Program[], opened: () => Promise<number[]>, began: number): Promise<Suite> {
  const stop = async () => void (await Promise.all(programs.map((program) => program.stop())));
  try {
    const ports = await opened();
    await Promise.all(ports.map((port) => until('the suite to be ready', () => allReady(port, programs))));
    const startMs = performance.now() - began;
    await until('the first key', () => programs.filter(({ name }) => name === 'gateway' || name === 'standalone').every((program) => program.output().includes('API key')) || undefined);
    const apiKey = programs.map((program) => KEY.exec(program.output())?.[1]).find((key) => key !== undefined);
    return { ports, programs, startMs, ...(apiKey && { apiKey }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function allReady(port: number, programs: Program[]): Promise<true | undefined> {
  for (const program of programs) program.assertRunning();
  const body = await fetch(`http://127.0.0.1:${port}/health/ready`).then((response) => response.json() as Promise<{ services: Record<string, string> }>, () => undefined);
  return (body && Object.values(body.services).every((state) => state === 'ok')) || undefined;
}
