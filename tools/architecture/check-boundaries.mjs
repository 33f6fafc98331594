// Holds the import rules of dependency-cruiser.config.cjs against apps and libs: `node check-boundaries.mjs [folder] [--json]`.
// A cruiser that sees nothing also finds nothing, so every source file on disk must be among what it saw.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const json = process.argv.includes('--json');
const [folder = root] = process.argv.slice(2).filter((argument) => argument !== '--json');
process.chdir(folder);

const options = await extractDepcruiseOptions(join(root, 'dependency-cruiser.config.cjs'));
const { output } = await cruise(['apps', 'libs'], options, {}, { tsConfig: extractTSConfig('tsconfig.base.json') });
const { modules, summary } = output;
const seen = new Set(modules.map(({ source }) => source));
const unseen = sources().filter((file) => !seen.has(file));
const violations = summary.violations.map(({ from, to, rule }) => ({ file: from, to, rule: rule.name }));

if (json) process.stdout.write(JSON.stringify({ violations, unseen }));
else report();
process.exitCode = violations.length + unseen.length + (seen.size === 0 ? 1 : 0) > 0 ? 1 : 0;

function report() {
  const advice = new Map(options.ruleSet.forbidden.map(({ name, comment }) => [name, comment]));
  for (const { file, to, rule } of violations) console.error(`${file} → ${to}\n  ${rule}: ${advice.get(rule)}`);
  for (const file of unseen) console.error(`${file}\n  was not looked at; is TypeScript 6 installed, which dependency-cruiser needs?`);
  if (seen.size === 0) console.error('No module was looked at.');
  console.log(`Boundaries: ${seen.size} modules, ${summary.totalDependenciesCruised} dependencies, ${violations.length} violations.`);
}

function sources() {
  return ['apps', 'libs'].flatMap((top) => readdirSync(top, { recursive: true }).map((path) => join(top, path))).filter((path) => /\.[cm]?ts$/.test(path) && !/\/(?:dist|node_modules)\//.test(path));
}
