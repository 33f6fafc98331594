import { MemoryLog } from '@moorage/adapters-memory';
import type { NativeSource } from './native/native-connector';
import { checkOf, discoverOf, readOf } from './testing/connector-trial';

const SECRET = 'hunter2/hunter2';
/** Of several lines, and in members of an error, as drivers keep what they were given. */
const PEM = '-----BEGIN KEY-----\nswordfish\nswordfish\n-----END KEY-----';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const wrong = (): never => {
  const behind = new Error(`GET /?key=${encodeURIComponent(SECRET)} in ${SECRET}`);
  throw Object.assign(new TypeError('no such thing', { cause: behind }), { config: { key: PEM, bytes: Buffer.from(PEM) } });
};

/** Falls over wherever it is asked. */
const broken: NativeSource = {
  spec: { connectionSpecification: { type: 'object' } },
  plan: ['authenticate', 'read'],
  check: async (_configuration, run) => run.step('authenticate', async () => wrong()),
  discover: async () => wrong(),
  read: async function* () {
    yield wrong();
  },
};

const RUNS = {
  check: (log: MemoryLog, secrets: string[]) => checkOf(broken, {}, { log, secrets, traceparent: `00-${TRACE}-b7ad6b7169203331-01` }),
  discover: (log: MemoryLog, secrets: string[]) => discoverOf(broken, {}, { log, secrets, traceparent: `00-${TRACE}-b7ad6b7169203331-01` }),
  read: (log: MemoryLog, secrets: string[]) => readOf(broken, {}, { streams: [] }, { log, secrets, traceparent: `00-${TRACE}-b7ad6b7169203331-01` }),
};

describe.each(Object.entries(RUNS))('a %s that fails for a reason that nobody foresaw', (_name, run) => {
  it('tells the operator why, with the trace of whoever asked, and no secret', async () => {
    const log = new MemoryLog();
    const answer = await run(log, [SECRET, PEM]);
    expect(log.lines).toEqual([{ level: 'error', message: expect.any(String), fields: { connector: 'def_trial', stage: expect.any(String), cause: expect.any(Object), traceId: TRACE } }]);
    expect(JSON.stringify(log.lines)).toMatch(/"name":"TypeError","message":"no such thing","stack":".*unforeseen\.spec.*","cause":\{"name":"Error"/);
    expect(JSON.stringify([log.lines, answer])).not.toMatch(/hunter2|swordfish|73 77 6f/);
    expect(JSON.stringify(answer)).not.toContain('no such thing');
  });

  it('tells nothing of its words when a secret is too short to be found in them', async () => {
    const log = new MemoryLog();
    await run(log, ['no']);
    expect(JSON.stringify(log.lines)).toMatch(/hidden/);
    expect(JSON.stringify(log.lines)).not.toMatch(/such thing/);
  });
});
