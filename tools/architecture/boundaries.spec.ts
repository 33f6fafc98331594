import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** One broken rule in one file. */
type Finding = `${string} ${string}`;

const ROOT = join(__dirname, '../..');
const CANARIES = join(__dirname, 'canaries');
const CHECK = 'tools/architecture/check-boundaries.mjs';
const DECLARED = /\/\/ violates (.+)$/;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moorage-canaries-'));
  cpSync(CANARIES, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the import rules', () => {
  let home: string;
  beforeAll(() => {
    home = join(folder, 'boundaries');
    cpSync(join(ROOT, 'tsconfig.base.json'), join(home, 'tsconfig.base.json'));
    // e2e is a workspace of its own, with packages of its own.
    for (const place of [home, join(home, 'e2e')]) for (const name of packagesIn(home)) installStub(place, name);
  });

  it('report every canary and nothing else', async () => {
    const violations = JSON.parse(await output([CHECK, '--json', '--in', home])) as { file: string; rule: string }[];
    expect(violations.map(({ file, rule }): Finding => `${file} ${rule}`).sort()).toEqual(declaredIn(home));
  });

  it('have a canary each', async () => {
    const names = await evaluated("import config from './dependency-cruiser.config.cjs'; show(config.forbidden.map(({ name }) => name))");
    expect([...rulesOf(declaredIn(home))].sort()).toEqual(names.sort());
  });

  it('do not pass when there was nothing to see', async () => {
    expect(await output([CHECK, '--in', home, '--at-least', '1000'])).toContain('at least 1000 were expected');
  });
});

describe('the house rules', () => {
  let home: string;
  beforeAll(() => {
    home = join(folder, 'style');
    // The only canary that is too long to keep.
    writeFileSync(join(home, 'libs/domain/src/too-long.ts'), `${'//\n'.repeat(299)}export const long = true;\n// violates max-lines\n`);
  });

  it('report every canary and nothing else', async () => {
    const text = await output(['node_modules/eslint/bin/eslint.js', '--format', 'json', '--config', join(ROOT, 'eslint.config.mjs'), '.'], home);
    const results = JSON.parse(text) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
    const found = results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }): Finding => `${relative(home, filePath)} ${ruleId ?? nameless(message)}`));
    expect(found.sort()).toEqual(declaredIn(home));
  });

  it('have a canary each', async () => {
    const names = await evaluated("import config from './eslint.config.mjs'; show(config.flatMap(({ rules = {} }) => Object.entries(rules)).filter(([, how]) => how !== 'off').map(([name]) => name))");
    expect([...rulesOf(declaredIn(home))].sort()).toEqual([...new Set(names), 'inline-config'].sort());
  });
});

/** What the canaries themselves say: `// violates rule rule` at the end of a line. */
function declaredIn(home: string): Finding[] {
  return sourcesIn(home)
    .flatMap((file) => linesOf(home, file).flatMap((line) => DECLARED.exec(line)?.[1]?.split(' ').map((rule): Finding => `${file} ${rule}`) ?? []))
    .sort();
}

function rulesOf(findings: Finding[]): Set<string> {
  return new Set(findings.map((finding) => finding.slice(finding.indexOf(' ') + 1)));
}

function sourcesIn(home: string): string[] {
  return (readdirSync(home, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts') && !path.includes('node_modules'));
}

function linesOf(home: string, file: string): string[] {
  return readFileSync(join(home, file), 'utf8').split('\n');
}

function packagesIn(home: string): Set<string> {
  const imported = sourcesIn(home).flatMap((file) => linesOf(home, file).map((line) => /^import '([^'.]+)'/.exec(line)?.[1] ?? ''));
  return new Set(imported.filter((name) => name !== '' && !name.startsWith('@moorage/') && !name.startsWith('node:')));
}

/** Enough of a package to be found: whether it is really installed does not matter to a rule. */
function installStub(home: string, name: string): void {
  const place = join(home, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.js'), '');
}

function nameless(message: string): string {
  return message.includes('noInlineConfig') ? 'inline-config' : message;
}

function evaluated(code: string): Promise<string[]> {
  const script = code.replace('show(', 'process.stdout.write(JSON.stringify(').concat(')');
  return run(['--input-type=module', '--eval', script], ROOT).then((text) => JSON.parse(text) as string[]);
}

/** What a tool of this repository prints. */
function output([tool = '', ...options]: string[], cwd = ROOT): Promise<string> {
  return run([join(ROOT, tool), ...options], cwd);
}

function run(args: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: 50_000, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}
