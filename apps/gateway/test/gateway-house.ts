import { MemoryLog } from '@moorage/adapters-memory';
import { PromMetrics, PromRegistry } from '@moorage/adapters-node';
import type { BootstrapResult, Log, Metrics } from '@moorage/domain';
import { startEmbeddedBroker } from '@moorage/messaging';
import { openTestDatabase } from '../../../libs/adapters-postgres/src/testing/test-database';
import { start, type AccessSettings, type Gateway } from '../src';
import { StandInServices } from './stand-in-services';

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown> & { error?: { code: string; message: string; details: { errors?: { field: string }[] } } & Record<string, unknown> };
}

export interface Asking {
  /** The operator's first key unless given; none when null. */
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
  /** Address of another gateway. */
  at?: string;
}

/** A gateway on the embedded broker and a database of its own, with services that answer by heart. */
export class GatewayHouse {
  private constructor(
    readonly gateway: Gateway,
    readonly first: BootstrapResult,
    readonly services: StandInServices,
    readonly log: MemoryLog,
    readonly metrics: PromRegistry,
    readonly natsUrl: string,
    readonly databaseUrl: string,
    private readonly ends: (() => Promise<unknown>)[],
  ) {}

  static async open(access: AccessSettings = {}): Promise<GatewayHouse> {
    const ends: (() => Promise<unknown>)[] = [];
    const [log, metrics] = [new MemoryLog(), new PromRegistry()];
    try {
      const database = await openTestDatabase();
      ends.push(database.dispose);
      const broker = await startEmbeddedBroker();
      ends.push(broker.stop);
      const services = await StandInServices.open(broker.url, log);
      ends.push(services.close);
      const gateway = await startOn(broker.url, database.url, { log, metrics: new PromMetrics('gateway', metrics), ...access });
      ends.push(gateway.close);
      return new GatewayHouse(gateway, await gateway.bootstrap(), services, log, metrics, broker.url, database.url, ends);
    } catch (error) {
      await endAll(ends);
      throw error;
    }
  }

  close(): Promise<void> {
    return endAll(this.ends);
  }

  /** One more gateway on the same ground. */
  async another(access: AccessSettings = {}): Promise<Gateway> {
    const gateway = await startOn(this.natsUrl, this.databaseUrl, { log: this.log, ...access });
    this.ends.push(gateway.close);
    return gateway;
  }

  get operatorKey(): string {
    return this.first.apiKey ?? '';
  }

  async ask(method: string, path: string, { key = this.operatorKey, body, headers = {}, at = this.gateway.url }: Asking = {}): Promise<Answer> {
    const response = await fetch(at + path, {
      method,
      headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, text, body: json ? (JSON.parse(text) as Answer['body']) : {} };
  }

  /** The code of an error answer, after a look at its shape. */
  async codeOf(method: string, path: string, asking?: Asking): Promise<string> {
    const answer = await this.ask(method, path, asking);
    expectErrorShape(answer);
    return answer.body.error?.code ?? '';
  }

  /** Makes a user of this role and a key with all of its power. */
  async keyOf(role: string, scopes: string[] = ['personal:read', 'personal:write', 'personal:call', 'knowledge:read', 'admin'], organizationId = 'org_default'): Promise<{ key: string; id: string; userId: string }> {
    const at = `/v1/organizations/${organizationId}`;
    const user = await this.ask('POST', `${at}/users`, { body: { name: role, role } });
    const userId = String(user.body['id']);
    const { body } = await this.ask('POST', `${at}/api-keys`, { body: { name: role, userId, role, scopes } });
    return { key: String(body['key']), id: String(body['id']), userId };
  }
}

function startOn(natsUrl: string, databaseUrl: string, given: { log: Log; metrics?: Metrics } & AccessSettings): Promise<Gateway> {
  const bootstrap = { organizationId: 'org_default' };
  return start({ host: '127.0.0.1', port: 0, natsUrl, databaseUrl, migrate: false, bootstrap, checkReplies: true, ...given });
}

/** Every error has exactly this shape. */
export function expectErrorShape({ status, headers, body }: Answer): void {
  expect(body).toEqual({
    success: false,
    error: {
      code: expect.stringMatching(/^[A-Z_]+$/),
      message: expect.stringMatching(/\S/),
      type: expect.stringMatching(/^[a-z_]+_error$/),
      status,
      details: expect.any(Object),
      trace_id: headers.get('x-request-id'),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
  });
}

async function endAll(ends: (() => Promise<unknown>)[]): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}
