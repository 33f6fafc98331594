// `pnpm run bench`: measures the suite beside floors and peers, on an installed nats-server and PostgreSQL 15. Arguments go on to bench/src/main.ts.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startInstalledPostgres } from './installed-postgres.mjs';
import { runBounded } from './run-bounded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** It takes about three; on a machine with other work it shall not go on for ever. */
const LIMIT_MINUTES = 5;

const postgres = await startInstalledPostgres('moorage_bench');
try {
  const args = [join(root, 'bench/dist/main.js'), '--database', postgres.url, '--database-pid', String(postgres.pid), ...process.argv.slice(2)];
  process.exitCode = await runBounded(process.execPath, args, { cwd: root, minutes: LIMIT_MINUTES });
} finally {
  await postgres.stop();
}
