// Holds the rules of dependency-cruiser.config.cjs against apps, libs, e2e and bench: `node check-boundaries.mjs [--json] [--in <folder>] [--at-least <modules>]`.
// A cruiser that sees nothing finds nothing either, so it must have seen as many modules as there are by now.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { json: { type: 'boolean' }, in: { type: 'string', default: root }, 'at-least': { type: 'string', default: '300' } } });
process.chdir(values.in);

const options = await extractDepcruiseOptions(join(root, 'dependency-cruiser.config.cjs'));
const { output } = await cruise(['apps', 'libs', 'e2e', 'bench'], options, {}, { tsConfig: extractTSConfig('tsconfig.base.json') });
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
const tooFew = totalCruised < Number(values['at-least']);
process.exitCode = violations.length > 0 || tooFew ? 1 : 0;

if (values.json) process.stdout.write(JSON.stringify(violations.map(({ from, rule }) => ({ file: from, rule: rule.name }))));
else report();

function report() {
  const advice = new Map(options.ruleSet.forbidden.map(({ name, comment }) => [name, comment]));
  for (const { from, to, rule } of violations) console.log(`${from} → ${to}\n  ${rule.name}: ${advice.get(rule.name)}`);
  if (tooFew) console.log(`Only ${totalCruised} modules were seen, at least ${values['at-least']} were expected. Is TypeScript 6 installed, which dependency-cruiser needs?`);
  console.log(`Boundaries: ${totalCruised} modules, ${totalDependenciesCruised} dependencies, ${violations.length} violations.`);
}
