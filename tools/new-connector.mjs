// `pnpm run new:connector <source|destination> <id> "<Name for people>"`: the beginning of a native connector, with tests that pass.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TEMPLATES = fileURLToPath(new URL('new-connector', import.meta.url));
const CATALOGUE = 'libs/adapters-knowledge/src/native/catalogue.ts';
const DEFINITIONS = 'libs/domain/src/use-cases/knowledge/well-known-definitions.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { in: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) } } });
const [type = '', id = '', title = ''] = positionals;
const fault = faultOf();
if (fault) {
  process.stderr.write(`${fault}\nUsage: npx --yes pnpm@12.21.0 run new:connector source|destination <id> "<Name for people>"\n`);
  process.exit(1);
}

const words = id.split('_');
const Id = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
const names = { __Id__: Id, __id__: Id[0].toLowerCase() + Id.slice(1), __folder__: words.join('-'), __Title__: title, __Quoted__: `'${title.replaceAll("'", "\\'")}'` };
const folder = `libs/adapters-knowledge/src/${type}s/${names.__folder__}`;
const definition = `${type === 'source' ? 'def' : 'ddef'}_${id}`;

mkdirSync(join(values.in, folder), { recursive: true });
for (const template of readdirSync(join(TEMPLATES, type))) {
  const path = join(folder, filled(template.replace(/\.txt$/, '')));
  writeFileSync(join(values.in, path), filled(readFileSync(join(TEMPLATES, type, template), 'utf8')));
  process.stdout.write(`  ${path}\n`);
}
insert(CATALOGUE, type === 'source' ? /^export const NATIVE_SOURCES.*$/m : /^export const NATIVE_DESTINATIONS.*$/m, `  ${definition}: async () => (await import('../${type}s/${names.__folder__}/index.js')).${names.__id__}${type === 'source' ? 'Source' : 'Destination'},`);
insert(DEFINITIONS, type === 'source' ? /^ {2}source: \{$/m : /^ {2}destination: \{$/m, `    ${definition}: ${names.__Quoted__},`);
process.stdout.write(`\n${definition} is there. Now make it talk to its server, first in the spec and its tests, then in api, check and read;\nCONTRIBUTING.md, "A native connector", tells how. Its tests: cd libs/adapters-knowledge && npx jest ${names.__folder__}\n`);

function faultOf() {
  if (type !== 'source' && type !== 'destination') return 'Say whether it is a source or a destination.';
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(id)) return 'The id consists of small letters and digits, its words joined by underscores, such as google_drive.';
  if (title === '' || /[\n\\`]/.test(title)) return 'Say how people call it, on one line, such as "Google Drive".';
  return existsSync(join(values.in, `libs/adapters-knowledge/src/${type}s/${id.replaceAll('_', '-')}`)) ? `There is a ${type} ${id} already.` : null;
}

function filled(text) {
  return Object.entries(names).reduce((rest, [place, name]) => rest.replaceAll(place, name), text);
}

/** Puts a line where it belongs among those that follow `head`, which are in order. */
function insert(path, head, line) {
  const lines = readFileSync(join(values.in, path), 'utf8').split('\n');
  let at = lines.findIndex((each) => head.test(each)) + 1;
  while (/^\s+d?def_/.test(lines[at]) && lines[at] < line) at += 1;
  lines.splice(at, 0, line);
  writeFileSync(join(values.in, path), lines.join('\n'));
  process.stdout.write(`  ${path}\n`);
}
