import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const ROOT = join(__dirname, '..');
const CATALOGUE = 'libs/adapters-knowledge/src/native/catalogue.ts';
const DEFINITIONS = 'libs/domain/src/use-cases/knowledge/well-known-definitions.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'moorage-new-connector-'));
  for (const path of ['libs/adapters-knowledge/src', DEFINITIONS]) cpSync(join(ROOT, path), join(home, path), { recursive: true });
  for (const path of ['node_modules', 'libs/adapters-knowledge/node_modules']) symlinkSync(join(ROOT, path), join(home, path));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Outcome {
  status: number;
  said: string;
}

function ran(program: string[], cwd = ROOT): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd, timeout: 55_000 }, (error, stdout, stderr) => resolve({ status: error ? 1 : 0, said: stripVTControlCharacters(stdout + stderr) }));
  });
}

const generated = (...args: string[]) => ran([join(ROOT, 'tools/new-connector.mjs'), ...args, '--in', home]);
const lines = (path: string, pattern: RegExp) => readFileSync(join(home, path), 'utf8').split('\n').filter((line) => pattern.test(line));

describe('The generator of connectors', () => {
  it.each(['source', 'destination'])('makes a %s that is registered where it belongs, and whose tests pass', async (type) => {
    expect(await generated(type, 'wiki_pages', "The company's wiki")).toMatchObject({ status: 0 });
    const prefix = type === 'source' ? 'def_' : 'ddef_';
    for (const path of [CATALOGUE, DEFINITIONS]) {
      const registered = lines(path, new RegExp(`^\\s+${prefix}`));
      expect(registered).toEqual([...registered].sort());
      expect(registered).toContainEqual(expect.stringContaining(`${prefix}wiki_pages: `));
    }
    const jest = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(configuration(type)), '-w', '1', '--colors=false'];
    expect(await ran(jest)).toMatchObject({ status: 0, said: expect.stringContaining('9 passed, 9 total') as string });
  });

  it('overwrites nothing, and says what it needs', async () => {
    expect(await generated('source', 'git', 'Git')).toEqual({ status: 1, said: expect.stringContaining('There is a source git already.') as string });
    expect(await generated('sauce', 'wiki', 'Wiki')).toEqual({ status: 1, said: expect.stringContaining('Usage: ') as string });
    expect(await generated('source', '../wiki', 'Wiki')).toEqual({ status: 1, said: expect.stringContaining('small letters') as string });
  });
});

/** As the library has its tests run, but in the copy. */
function configuration(type: string): object {
  const preset = (require('../jest.preset.cjs') as (rootDir: string) => object)(join(ROOT, 'libs/adapters-knowledge'));
  return { ...preset, rootDir: join(home, 'libs/adapters-knowledge'), testMatch: [`**/${type}s/wiki-pages/*.spec.ts`] };
}
