/**
 * The one jest configuration. Each project's jest.config.cjs is `module.exports = require('../../jest.preset.cjs')(__dirname)`.
 * `*.infra.spec.ts` need installed servers (nats-server, PostgreSQL 15) and run only when MOORAGE_INFRA=1 (`test:infra`).
 */
const path = require('node:path');
const fs = require('node:fs');

const swc = JSON.parse(fs.readFileSync(path.join(__dirname, '.swcrc'), 'utf8'));
delete swc.exclude;
delete swc.$schema;
const infra = process.env.MOORAGE_INFRA === '1';

module.exports = (rootDir, overrides = {}) => ({
  rootDir,
  testEnvironment: 'node',
  // A limit, not an expectation: on a machine with other work a database may take seconds to stop.
  testTimeout: 60_000,
  testMatch: infra ? ['**/*.infra.spec.ts'] : ['**/*.spec.ts'],
  testPathIgnorePatterns: infra ? ['/node_modules/', '/dist/'] : ['/node_modules/', '/dist/', '\\.infra\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: {
    '^@moorage/(gateway|personal-connector|knowledge-connector|standalone)$': path.join(__dirname, 'apps/$1/src/index.ts'),
    '^@moorage/adapters-postgres/testing$': path.join(__dirname, 'libs/adapters-postgres/src/testing/test-database.ts'),
    // Connectors are imported by Node itself, under the name that they have when built.
    '^(\\.\\./(?:sources|destinations)/[a-z0-9-]+/index)\\.js$': '$1',
    '^@moorage/([a-z-]+)$': path.join(__dirname, 'libs/$1/src/index.ts'),
  },
  transform: { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { ...swc, module: { type: 'commonjs' } }] },
  // Libraries that ship only ES modules have to be named for the transform.
  transformIgnorePatterns: ['/node_modules/(?!\\.pnpm/|jose/|@octokit/|universal-user-agent/|before-after-hook/|content-type/)', '/node_modules/\\.pnpm/(?!jose@|@octokit\\+|universal-user-agent@|before-after-hook@|content-type@3)'],
  setupFiles: ['reflect-metadata'].map((name) => require.resolve(name, { paths: [rootDir, __dirname] })),
  ...overrides,
});
