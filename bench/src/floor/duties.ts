import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Pool } from 'pg';
import type { Caller } from './ground';
import { KEY } from './statements';

/** One request that was let in. */
export interface Visit {
  caller: Caller;
  headers: Record<string, string>;
}

const ID = /^pconf_[A-Za-z0-9_]{1,64}$/;
/** As long as the gateway remembers a key. */
const REMEMBER_MS = 5_000;

const LIMIT = '10000000';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** What the gateway owes every caller of a read, written down in the shortest way. */
export class Duties {
  private readonly pool: Pool;
  private spent = 0;
  private readonly known = new Map<string, { caller: Caller; until: number }>();

  constructor(databaseUrl: string) {
    this.pool = new Pool({ connectionString: databaseUrl, max: 10 });
  }

  async receive({ headers }: IncomingMessage, id: string): Promise<Visit> {
    const hash = createHash('sha256').update(headers.authorization?.slice('Bearer '.length) ?? '').digest('hex');
    const known = this.known.get(hash);
    const caller = known && known.until > Date.now() ? known.caller : await this.lookUp(hash);
    if (!ID.test(id)) throw new Error('there is no such id');
    this.spent += 1;
    const limits = { 'ratelimit-limit': LIMIT, 'ratelimit-remaining': String(Number(LIMIT) - this.spent), 'ratelimit-reset': String(60 - (Math.floor(Date.now() / 1_000) % 60)) };
    return { caller, headers: { ...HEADERS, ...limits, 'x-request-id': randomBytes(16).toString('hex') } };
  }

  note({ method, url }: IncomingMessage, { headers }: Visit): void {
    process.stdout.write(`${JSON.stringify({ level: 'info', time: new Date(), message: 'answered', method, url, status: 200, traceId: headers['x-request-id'] })}\n`);
  }

  private async lookUp(hash: string): Promise<Caller> {
    const { rows } = await this.pool.query<{ organizationId: string; userId: string }>({ ...KEY, values: [hash] });
    const [key] = rows;
    if (!key) throw new Error('there is no such key');
    const caller: Caller = [key.organizationId, 'user', key.userId];
    this.known.set(hash, { caller, until: Date.now() + REMEMBER_MS });
    return caller;
  }
}
