// `pnpm start` and `pnpm start:<app>`: builds what has changed, then runs the app in this process.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { isBuilt, markBuilt } from './build-stamp.mjs';
import { inTurn } from './in-turn.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , app] = process.argv;
process.chdir(root);

// Several apps may be started at once on a fresh clone, and a build takes the ground from under its readers.
await inTurn(join(root, 'node_modules', '.moorage-building'), () => {
  if (isBuilt(root)) return;
  process.stdout.write('\nBuilding (a few seconds, only after a change) …\n');
  const build = spawnSync(join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'build', '--outputStyle=static'], { encoding: 'utf8' });
  if (build.status !== 0) {
    process.stderr.write(`${build.stdout}${build.stderr}\nMoorage: the build failed, see above.\n`);
    process.exit(1);
  }
  markBuilt(root);
});
createRequire(import.meta.url)(join(root, 'apps', app, 'dist', 'main.js'));
