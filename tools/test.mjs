// `pnpm test`: everything that runs on a fresh clone without installed servers. Sets up what it needs, stops at the first failure.
import { fileURLToPath } from 'node:url';
import { runBounded } from './run-bounded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** No step takes longer, on however slow a machine; the longest takes two minutes on two cores. */
const LIMIT_MINUTES = 12;

/** Name, command. In order of what tells most, soonest. */
const STEPS = [
  ['real servers for the journeys', 'pnpm --dir e2e install --frozen-lockfile'],
  ['build', 'nx run-many -t build --outputStyle=static'],
  ['types', 'tsc -p tsconfig.json'],
  ['lint', 'eslint . --max-warnings 0'],
  ['boundaries', 'node tools/architecture/check-boundaries.mjs'],
  ['references', 'node tools/docs.mjs --check'],
  ['unit and contract tests', 'nx run-many -t test --parallel=1 --outputStyle=static'],
  ['journeys', 'pnpm --dir e2e test'],
];

for (const [name, command] of STEPS) {
  process.stdout.write(`\n── ${name}: ${command}\n`);
  const began = Date.now();
  const status = await runBounded(command, [], { cwd: root, shell: true, minutes: LIMIT_MINUTES });
  if (status !== 0) {
    process.stderr.write(`\nMoorage: ${name} failed. Run it alone with: npx --yes pnpm@12.21.0 exec ${command}\n`);
    process.exit(1);
  }
  process.stdout.write(`── ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}
