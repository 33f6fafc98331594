// `pnpm run bench`: measures the suite beside floors and peers, on an installed nats-server and PostgreSQL 15. Arguments go on to bench/src/main.ts.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startInstalledPostgres } from './installed-postgres.mjs';
import { runBounded } from './run-bounded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** It takes about seven; on a machine with other work it shall not go on for ever. */
const LIMIT_MINUTES = 10;

const postgres = await startInstalledPostgres('moorage_bench');
// Nobody may test the database that the suite keeps its own data in. A connection that was closed is still counted for a moment.
const tested = await startInstalledPostgres('orders', { authentication: 'scram-sha-256', settings: ['max_connections=200'] });
try {
  const args = [join(root, 'bench/dist/main.js'), '--database', postgres.url, '--database-pid', String(postgres.pid), '--tested', tested.url, ...process.argv.slice(2)];
  process.exitCode = await runBounded(process.execPath, args, { cwd: root, minutes: LIMIT_MINUTES });
} finally {
  await Promise.all([postgres.stop(), tested.stop()]);
}
