import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROWS, TESTS, type ImportRow } from './import-table.cjs';

interface Manifest {
  name: string;
  private: boolean;
  license: string;
  scripts: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const ROOT = join(__dirname, '../..');
const WORKSPACES = ['apps', 'libs'].flatMap((top) => readdirSync(join(ROOT, top)).map((name) => `${top}/${name}`));
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Manifest;

/** The rows of a workspace, those of its inner folders included. */
const rowsOf = (workspace: string) => Object.entries(ROWS).filter(([path]) => path === workspace || path.startsWith(`${workspace}/`)).map(([, row]) => row);

/** Names that package.json may list because some row names them. */
function allowed(rows: ImportRow[]): (name: string) => boolean {
  const names = rows.flatMap(({ libraries, packages, peers }) => [...libraries.map((path) => `@moorage/${basename(path)}`), ...packages, ...peers]);
  return (name) => names.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

it('every workspace has a row in the import table, and every row a folder', () => {
  expect([...new Set(Object.keys(ROWS).map((path) => path.split('/').slice(0, 2).join('/')))].sort()).toEqual([...WORKSPACES, 'bench', 'e2e'].sort());
  expect(Object.keys(ROWS).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('every workspace can be imported by its name', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8')) as { compilerOptions: { paths: Record<string, string[]> } };
  const fixtures = Object.entries(compilerOptions.paths).filter(([name]) => name.endsWith('/testing'));
  const indexes = WORKSPACES.map((path) => [`@moorage/${basename(path)}`, [`./${path}/src/index.ts`]] as const);
  expect(compilerOptions.paths).toEqual(Object.fromEntries([...indexes, ...fixtures]));
  for (const [, places] of fixtures) expect(places).toEqual([expect.stringContaining('/src/testing/')]);
});

describe.each(WORKSPACES)('%s/package.json', (workspace) => {
  const manifest = read(`${workspace}/package.json`);

  it('names the workspace after its folder and can build and test it', () => {
    expect(manifest).toMatchObject({ name: `@moorage/${basename(workspace)}`, private: true, license: 'Apache-2.0', main: 'dist/index.js', types: 'src/index.ts' });
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['build', 'test']));
    expect(existsSync(join(ROOT, workspace, 'jest.config.cjs'))).toBe(true);
  });

  it('depends on nothing that the import table does not name', () => {
    const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect(names.filter((name) => !allowed(rowsOf(workspace))(name))).toEqual([]);
  });

  it('needs nothing for its tests that tests may not import', () => {
    const names = Object.keys(manifest.devDependencies ?? {}).filter((name) => !name.startsWith('@types/'));
    expect(names.filter((name) => !allowed([...rowsOf(workspace), TESTS])(name))).toEqual([]);
  });
});

it('every app can be started by itself', () => {
  const apps = WORKSPACES.filter((path) => path.startsWith('apps/')).map((path) => basename(path));
  const { scripts } = read('package.json');
  const starts = apps.map((app) => scripts[app === 'standalone' ? 'start' : `start:${app}`]);
  expect(starts).toEqual(apps.map((app) => `node tools/start.mjs ${app}`));
});

it('a package that several workspaces use has its one version in the catalogue', () => {
  const uses = WORKSPACES.flatMap((path) => {
    const { dependencies, devDependencies } = read(`${path}/package.json`);
    return Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => !name.startsWith('@moorage/'));
  });
  const loose = uses.filter(([, version]) => !version.startsWith('catalog:')).map(([name]) => name);
  expect(loose.filter((name) => uses.filter(([other]) => other === name).length > 1)).toEqual([]);
});
