// Who may import what (tools/architecture/import-table.cjs), and the shape of the graph. Every rule has a canary in tools/architecture/canaries.
const { builtinModules } = require('node:module');
const { ROWS, TESTS } = require('./tools/architecture/import-table.cjs');

const TEST_FILES = '^.+\\.spec\\.ts$|^(?:apps|libs)/[^/]+/test/|^libs/[^/]+/src/testing/|^libs/test-kit/|^e2e/';
const BUILTINS = `^(?:node:.+|${builtinModules.join('|')})$`;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const folder = (path) => `^${escaped(path)}/`;
/** Some file of the package itself, not of one that lies in its own node_modules. */
const package_ = (name) => `(?:^|/)node_modules/${escaped(name).replace(/\\\*$/, '[^/]+')}/(?!.*node_modules/)`;

/** A white list: whatever the row does not name is a violation, also what cannot be resolved. */
function rowRule(prefix, path, rows, fromTests) {
  const inner = Object.keys(ROWS).filter((other) => other.startsWith(`${path}/`));
  const workspace = path.split('/').slice(0, 2).join('/');
  const allowed = rows.flatMap(({ libraries, packages, builtins }) => [...libraries.map(folder), ...packages.map(package_), ...(builtins ? [BUILTINS] : [])]);
  return {
    name: `${prefix}:${path}`,
    severity: 'error',
    comment: `${path} may not import this. The import table is tools/architecture/import-table.cjs; let a port or an adapter stand between, or move the code.`,
    from: { path: fromTests ? `(?=${folder(path)})(?:${TEST_FILES})` : folder(path), pathNot: [...inner.map(folder), ...(fromTests ? [] : [TEST_FILES])] },
    to: { pathNot: [`${folder(workspace)}(?!node_modules/)`, ...allowed] },
  };
}

const NOTHING_BUT_TESTS = ['libs/test-kit', 'e2e'];
const rows = Object.entries(ROWS).filter(([path]) => !NOTHING_BUT_TESTS.includes(path)).map(([path, row]) => rowRule('row', path, [row], false));
const testRows = Object.entries(ROWS).map(([path, row]) => rowRule('tests', path, path === 'e2e' ? [row] : [row, TESTS], true));

module.exports = {
  forbidden: [
    ...rows,
    ...testRows,
    {
      name: 'only-the-index-of-others',
      severity: 'error',
      comment: 'Import another workspace by its name (@moorage/…); what its index does not show is its own affair. Fixtures for the tests of others lie in src/testing.',
      from: { path: '^((?:apps|libs)/[^/]+)/' },
      to: { path: '^(?:apps|libs)/[^/]+/', pathNot: ['^$1/', '^(?:apps|libs)/[^/]+/src/index\\.ts$', '^libs/[^/]+/src/testing/'] },
    },
    {
      name: 'never-the-own-index',
      severity: 'error',
      comment: 'Import the file that declares it: an index that is used from inside makes cycles.',
      from: { path: '^((?:apps|libs)/[^/]+)/src/' },
      to: { path: '^$1/src/index\\.ts$' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      comment: 'Code that ships may not depend on code that tests it.',
      from: { path: '^(?:apps|libs)/', pathNot: TEST_FILES },
      to: { path: TEST_FILES, pathNot: '^libs/test-kit/' },
    },
    {
      name: 'adapters-are-named-where-the-app-is-composed',
      severity: 'error',
      comment: 'Take the port by injection; only start, module, env and main files of an app know adapters.',
      from: { path: '^apps/(?!standalone/)', pathNot: [TEST_FILES, '/(?:start|main)\\.ts$', '\\.(?:module|env)\\.ts$'] },
      to: { path: '^libs/adapters-' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Move what both need into a file of its own.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file. Delete it, or use it.',
      from: { orphan: true, path: '^(?:apps|libs)/', pathNot: [TEST_FILES, '/src/(?:index|main)\\.ts$', '/not-applicable\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:(?:apps|libs)/[^/]+/(?:dist/|node_modules/|jest\\.config\\.cjs$)|bench/dist/|(?:bench|e2e)/jest\\.config\\.cjs$)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
