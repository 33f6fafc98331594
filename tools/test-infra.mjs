// `pnpm test:infra`: the suites that need installed servers, Debian's nats-server, PostgreSQL 15 and MariaDB. Nothing is skipped: what is missing fails.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNats, startInstalledPostgres } from './installed-postgres.mjs';
import { runBounded } from './run-bounded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** No project's suite takes longer. */
const LIMIT_MINUTES = 10;
const jest = join(root, 'node_modules/jest/bin/jest.js');

requireNats();
const postgres = await startInstalledPostgres('moorage_test');
try {
  const env = { ...process.env, MOORAGE_INFRA: '1', MOORAGE_TEST_DATABASE_URL: postgres.url };
  for (const project of projects()) {
    process.stdout.write(`\n── infra: ${project}\n`);
    const status = await runBounded(process.execPath, [jest, '-w', '1'], { cwd: join(root, project), env, minutes: LIMIT_MINUTES });
    if (status !== 0) process.exitCode = 1;
    if (status > 128) break; // told to end
  }
} finally {
  await postgres.stop();
}

/** Every project that has such suites. */
function projects() {
  const within = (folder) => readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return [...within('libs'), ...within('apps'), 'e2e', 'bench'].filter(hasInfraSpec);
}

function hasInfraSpec(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).some((entry) => {
    if (entry.isDirectory()) return !['node_modules', 'dist'].includes(entry.name) && hasInfraSpec(join(folder, entry.name));
    return entry.name.endsWith('.infra.spec.ts');
  });
}
