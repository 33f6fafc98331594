// Writes the reference pages and .env.example from the compiled code; with --check only says which of them are stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(join(root, 'tools', 'package.json'));
require('reflect-metadata');
const { ACTOR_FAILURES, ERROR_CATALOGUE, FAILURES, METRICS } = require('@moorage/domain');
const { MESSAGE_REGISTRY, fieldsOf } = require('@moorage/contracts');
const { CASES, casesOf, connectorsIn } = require('./connector-matrix.cjs');

/** Env class by app, in the order in which a reader meets them. */
const ENVIRONMENTS = [
  ['standalone', require('@moorage/standalone').StandaloneEnv],
  ['gateway', require('@moorage/gateway').GatewayEnv],
  ['personal-connector', require('@moorage/personal-connector').PersonalConnectorEnv],
  ['knowledge-connector', require('@moorage/knowledge-connector').KnowledgeConnectorEnv],
];

/** More values than these have a reference page of their own. */
const MANY = 10;

const PAGES = {
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/failures.md': failuresPage(),
  'docs/reference/actor-failures.md': actorFailuresPage(),
  'docs/connectors.md': connectorsPage(),
  'docs/reference/messages.md': messagesPage(),
  'docs/reference/environment.md': environmentPage(),
  'docs/reference/metrics.md': metricsPage(),
  '.env.example': environmentExample(),
};

const stale = Object.entries(PAGES).filter(([path, text]) => read(path) !== text);
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    process.stderr.write(`Stale: ${stale.map(([path]) => path).join(', ')}. Write them anew with: npx --yes pnpm@12.21.0 run docs\n`);
    process.exit(1);
  }
} else {
  mkdirSync(join(root, 'docs/reference'), { recursive: true });
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
}
process.stdout.write(`${Object.keys(PAGES).length} references, ${stale.length} of them ${process.argv.includes('--check') ? 'stale' : 'written'}\n`);

function errorsPage() {
  const rows = Object.entries(ERROR_CATALOGUE).map(([code, { kind, retryable, summary, remedy }]) => [`\`${code}\``, kind, retryable ? 'yes' : 'no', summary, remedy]);
  return page('Error codes', 'Every code of `error.code`, from `libs/domain/src/errors/catalogue.ts`.', table(['code', 'kind', 'retry may help', 'what it means', 'what to do'], rows));
}

function failuresPage() {
  const rows = Object.entries(FAILURES).map(([code, { stage, retryable, message, hint }]) => [`\`${code}\``, stage, retryable ? 'yes' : 'no', message, hint]);
  const intro = 'Every code of `details.failure.code`: why a connector does not work. From `libs/domain/src/errors/failures.ts`; `{places}` are filled in.';
  return page('Failures of a connector', intro, table(['code', 'stage', 'retry may help', 'message', 'hint'], rows));
}

function actorFailuresPage() {
  const rows = Object.entries(ACTOR_FAILURES).map(([code, { stage, type, message, hint }]) => [`\`${code}\``, stage, `\`${type}\``, message, hint]);
  const intro = 'Why a source or a destination does not work: `job_info` of a test tells message, hint, stage and `failure_type`. From `libs/domain/src/errors/actor-failures.ts`; `{places}` are filled in. Only a `config_error` says that the configuration is wrong; all others are `indeterminate`.';
  return page('Failures of sources and destinations', intro, table(['name', 'stage', 'type', 'message', 'hint'], rows));
}

function connectorsPage() {
  const load = (folder) => require(join(root, 'libs/adapters-knowledge/dist', folder, 'not-applicable.js'));
  const connectors = connectorsIn(root, load).map(casesOf);
  const rows = connectors.map(({ id, folder, cells }) => [`[\`${id}\`](../${folder})`, ...cells.map(cell)]);
  const reasons = connectors.flatMap(({ id, cells }) => cells.filter(({ excuse }) => excuse).map(({ title, excuse }) => [`\`${id}\``, title, excuse]));
  return page(
    'Connectors',
    'Every native connector, and what is tested of its check: each cell is a test, or `–` where the case cannot happen, for the reason below. `tools/connector-matrix.spec.ts` fails for a cell that is neither. An unknown name is that of a database, bucket, folder or repository, or that of the host where there is nothing of the kind; behind a wrong host there is something else, or nothing. Commands that speak the Airbyte protocol are tested by their decision table, in `libs/adapters-knowledge/src/process`.',
    `${table(['connector', ...CASES], rows)}\n## Why a case cannot happen\n\n${table(['connector', 'case', 'not applicable, because'], reasons)}`,
  );
}

function cell({ tests, excuse }) {
  return excuse ? '–' : tests.map(({ promise, file }) => `[✓](../${file} "${promise.replaceAll('"', "'").replaceAll('\\', '')}")`).join(' ') || '**missing**';
}

function messagesPage() {
  const definitions = [...MESSAGE_REGISTRY.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const requests = definitions.filter((each) => each.kind === 'request');
  const rows = requests.map((each) => [`\`${each.subject}\``, each.doc, fields(each.request), `${each.deadlineMs / 1000} s`, each.errors.map((code) => `\`${code}\``).join(' ')]);
  const streams = definitions.filter((each) => each.kind === 'stream').map((each) => [`\`${each.subject}\``, each.doc, fields(each.request), fields(each.frame), each.errors.map((code) => `\`${code}\``).join(' ')]);
  const hints = definitions.filter((each) => each.kind === 'broadcast').map((each) => [`\`${each.subject}\``, each.doc, fields(each.event)]);
  return page(
    'Messages on NATS',
    'Every message between the apps, from `libs/contracts`. `VALIDATION_ERROR`, `INTERNAL_ERROR`, `SERVICE_UNAVAILABLE` and `UPSTREAM_TIMEOUT` can answer any request, and, but for the deadline, end any stream.',
    `## Requests\n\n${table(['subject', 'what', 'fields', 'deadline', 'errors'], rows)}\n## Streams\n\nAnswered in frames, by any instance or by the one whose name stands before the version in the subject.\n\n${table(['subject', 'what', 'fields', 'fields of a frame', 'errors'], streams)}\n## Broadcasts\n\n${table(['subject', 'what', 'fields'], hints)}`,
  );
}

function metricsPage() {
  const rows = Object.entries(METRICS).map(([name, { kind, help, labels, apps }]) => [`\`${name}\``, kind, Object.entries(labels).map(label).join('<br>') || '–', help, apps.join(', ')]);
  return page(
    'Metrics',
    'What `/metrics` on `OPS_PORT` shows, from `libs/domain/src/metrics/metric-catalogue.ts`; `docs/runbook.md` tells what to look at when. Each series has the label `app`, too. Of a histogram there are `_bucket`, `_sum` and `_count`, in seconds. Beside them stand the figures of the process itself, `process_…` and `nodejs_…`.',
    table(['metric', 'kind', 'labels', 'what it is', 'app'], rows),
  );
}

/** A label and its values, as far as a table cell holds them. */
function label([name, { doc, values = [] }]) {
  return `\`${name}\`: ${doc}${values.length > 0 && values.length <= MANY ? ` (${values.map((value) => `\`${value}\``).join(' ')})` : ''}`;
}

function environmentPage() {
  const rows = [...variables().values()].map(({ field, apps }) => [`\`${field.name}\``, field.doc, field.schema.default ?? '', apps.map(({ app, optional }) => (optional ? app : `**${app}**`)).join(', ')]);
  return page('Environment variables', 'Read once, at the start of a process. In bold: the apps that do not start without it.', table(['variable', 'what it is', 'default', 'read by'], rows));
}

function environmentExample() {
  const entries = [...variables().values()].map(({ field }) => `# ${field.doc}\n#${field.name}=${field.schema.default ?? field.example ?? ''}\n`);
  return `# Every variable of every app. All are optional for \`pnpm start\`. Generated from the env classes.\n\n${entries.join('\n')}`;
}

/** Variable by name; its text is that of the first app that reads it. */
function variables() {
  const found = new Map();
  for (const [app, type] of ENVIRONMENTS) {
    for (const field of ownFirst(type)) {
      const entry = found.get(field.name) ?? { field, apps: [] };
      entry.apps.push({ app, optional: field.optional === true });
      found.set(field.name, entry);
    }
  }
  return found;
}

/** What a class shares with others comes after what is its own. */
function ownFirst(type) {
  const shared = new Set(fieldsOf(Object.getPrototypeOf(type)).map(({ name }) => name));
  const all = fieldsOf(type);
  return [...all.filter(({ name }) => !shared.has(name)), ...all.filter(({ name }) => shared.has(name))];
}

function fields(type) {
  return fieldsOf(type).map((field) => `\`${field.name}${field.optional ? '?' : ''}\``).join(' ') || '–';
}

function page(title, intro, body) {
  return `# ${title}\n\n<!-- Generated by tools/docs.mjs; do not edit. -->\n\n${intro}\n\n${body}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return null;
  }
}
