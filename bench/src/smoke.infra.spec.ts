import { execFile } from 'node:child_process';
import { join } from 'node:path';

const TABLES = ['A test through REST', 'A check through REST', 'Reads through three processes', 'Processor time of a read', 'Assistant sessions', 'Three forms'];
const ROWS = ['p50, server on loopback', 'p50, server 20 ms away', '64 at once', 'requests to a known 2026-07-28 server', 'PostgreSQL, p50', '64 checks, 64 at once', 'left open | 0 |', 'command, p50', '10 commands asked for at once', 'ran at the same time', '| configuration | 1 |', '| tools | 64 |', '| direct |', '| civic |', '| mcp-proxy |', 'tools/list, three processes beside direct', '| one process |', '| three processes |', '| two of each |'];

it('the bench runs, ends by itself and fills all its tables', async () => {
  const tables = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [join(__dirname, '../../tools/bench.mjs'), '--smoke'], { timeout: 110_000 }, (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout)));
  });
  for (const text of [...TABLES, ...ROWS]) expect(tables).toContain(text);
  expect(tables).not.toMatch(/NaN|undefined|Infinity/);
});
