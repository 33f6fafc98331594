import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moorage-turn-'));
  file = join(folder, 'turn');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes its turn and does `work` in it. */
function inTurn(work: string, options = ''): Promise<number | null> {
  const code = `import { inTurn } from '${join(__dirname, 'in-turn.mjs')}'; import { appendFileSync, existsSync } from 'node:fs'; await inTurn('${file}', async () => { ${work} }${options})`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit', timeout: 20_000 });
  return new Promise((resolve) => child.once('exit', (status) => resolve(status)));
}

it('lets one process after the other work', async () => {
  const diary = join(folder, 'diary');
  const work = `appendFileSync('${diary}', 'in '); await new Promise((done) => setTimeout(done, 50)); appendFileSync('${diary}', 'out ');`;
  expect(await Promise.all(Array.from({ length: 4 }, () => inTurn(work)))).toEqual([0, 0, 0, 0]);
  expect(readFileSync(diary, 'utf8')).toBe('in out '.repeat(4));
  expect(existsSync(file)).toBe(false);
});

it('leaves the turn to the next when the work ends the process', async () => {
  expect(await inTurn('process.exit(3);')).toBe(3);
  expect(existsSync(file)).toBe(false);
});

it('does not wait for a process that is no more', async () => {
  writeFileSync(file, String(spawnSync(process.execPath, ['--version']).pid));
  expect(await inTurn('')).toBe(0);
});

it('waits no longer than its limit, and leaves the mark of the other alone', async () => {
  writeFileSync(file, String(process.pid));
  expect(await inTurn('', ', { minutes: 0.003 }')).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
});
