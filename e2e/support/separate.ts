import { randomBytes } from 'node:crypto';
import { ALLOWED_CONNECTORS } from './connectors';
import { endingAll, run, until, type Running } from './processes';
import { ALLOWED_COMMANDS, freePort } from './real-servers';
import type { Suite } from './suite';

/** What all processes share. */
export interface Ground {
  NATS_URL: string;
  DATABASE_URL: string;
}

const APPS = ['gateway', 'personal-connector', 'knowledge-connector'] as const;
export type App = (typeof APPS)[number];

/** The suite as separate processes, several of each app. */
export class Separate implements Suite {
  readonly urls: string[] = [];
  /** Everything that was started, in its order; what a journey has ended stays in it. */
  readonly processes: Record<App, Running[]> = { gateway: [], 'personal-connector': [], 'knowledge-connector': [] };
  apiKey = '';

  private readonly encryptionKeys = `k1:${randomBytes(32).toString('base64')}`;

  private constructor(
    private readonly ground: Ground,
    private readonly deadlineSeconds: number,
  ) {}

  /** Starts `copies` of each app at once and answers when every gateway sees every service; a failure leaves nothing running. */
  static async start(ground: Ground, { copies, deadlineSeconds }: { copies: number; deadlineSeconds: number }): Promise<Separate> {
    const suite = new Separate(ground, deadlineSeconds);
    for (let copy = 0; copy < copies; copy++) for (const app of APPS) await suite.add(app);
    await suite.begun().catch(endingAll(suite.all()));
    return suite;
  }

  /** One more instance, not yet ready. */
  async add(app: App): Promise<Running> {
    const process = run('node', [`apps/${app}/dist/main.js`], { LOG_LEVEL: 'warn', ...this.ground, ...(await this.settings(app)) });
    this.processes[app].push(process);
    return process;
  }

  /** Resolves when every gateway reports `state` of the services, within `limitMs`. */
  async reports(state: Record<'personalConnector' | 'knowledgeConnector', 'ok' | 'missing'>, limitMs?: number): Promise<void> {
    const holds = async (url: string) => {
      const ready = await fetch(`${url}/health/ready`).then((response) => response.json() as Promise<{ services?: typeof state }>, () => null);
      return ready?.services?.personalConnector === state.personalConnector && ready.services.knowledgeConnector === state.knowledgeConnector;
    };
    await until(`the services to be ${JSON.stringify(state)}`, async () => (await Promise.all(this.urls.map(holds))).every(Boolean), limitMs);
  }

  /** Asks every process that is left to end; answers the exit statuses. */
  async stop(): Promise<(number | null)[]> {
    return Promise.all(this.running().map((process) => process.stop()));
  }

  running(): Running[] {
    return this.all().filter(({ child }) => child.exitCode === null && child.signalCode === null);
  }

  private all(): Running[] {
    return Object.values(this.processes).flat();
  }

  private async settings(app: App): Promise<Record<string, string>> {
    if (app === 'knowledge-connector') return { ENCRYPTION_KEYS: this.encryptionKeys, EGRESS_ALLOW: '127.0.0.0/8,::1', ALLOW_PROCESSES: ALLOWED_CONNECTORS };
    if (app === 'personal-connector') return { ENCRYPTION_KEYS: this.encryptionKeys, EGRESS_ALLOW: '127.0.0.0/8,::1', ALLOW_STDIO: ALLOWED_COMMANDS, TEST_DEADLINE_SECONDS: String(this.deadlineSeconds) };
    const port = await freePort();
    this.urls.push(`http://127.0.0.1:${port}`);
    return { HOST: '127.0.0.1', PORT: String(port) };
  }

  /** Ready alone says nothing of the first key, which one of the gateways prints when its start is over. */
  private async begun(): Promise<void> {
    this.apiKey = await until('the first key', () => {
      const failed = this.all().find((process) => process.child.exitCode !== null);
      if (failed) throw new Error(`An app ended: ${failed.errors()}`);
      return this.processes.gateway.map((gateway) => /API key: (mrg_[0-9A-Za-z]{38})\b/.exec(gateway.output())?.[1]).find(Boolean);
    });
    await this.reports({ personalConnector: 'ok', knowledgeConnector: 'ok' });
  }
}
