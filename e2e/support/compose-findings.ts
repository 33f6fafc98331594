import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { readCompose, type Compose, type ComposeService } from './compose';
import { APPS } from './dockerfile-findings';
import { variablesOf } from './environment-reference';

/** Rules of the linter about the order of things and about quotes; and one against naming an image that is built, which is how it gets its tag. */
const MATTERS_OF_TASTE = [
  'no-build-and-image',
  'no-quotes-in-volumes',
  'require-quotes-in-ports',
  'service-dependencies-alphabetical-order',
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
  'top-level-properties-order',
];

/** What the linter answers; its own types cannot be resolved. */
interface Linted {
  messages: { line: number; message: string }[];
}

/** What compose settles itself: in a container the port is fixed and every address is listened on. */
const SETTLED = ['PORT', 'HOST'];

type Finding = string | false | undefined;

/** What is wrong with a compose file of the suite, a line each: the compose specification and its linter first, then what we want of it. */
export function composeFindings(text: string, variables: Record<string, string>): string[] {
  const faults = lint(text);
  if (faults.length > 0) return faults;
  const compose = readCompose(text, variables);
  const all = Object.entries(compose.services).flatMap(([name, service]) => serviceFindings(name, service));
  return [...all, ...APPS.flatMap((app) => appFindings(app, compose))].filter((each) => typeof each === 'string');
}

/** The linter wants a file; it holds it against the schema of the compose specification first. */
function lint(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-compose-'));
  const file = join(folder, 'docker-compose.yml');
  try {
    writeFileSync(file, text);
    const rules = Object.fromEntries(MATTERS_OF_TASTE.map((rule) => [rule, 0] as const));
    const [result] = new DCLinter({ rules, quiet: true, debug: false, exclude: [] }).lintFiles([file], false) as Linted[];
    return result?.messages.map(({ line, message }) => `line ${line}: ${message}`) ?? [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function serviceFindings(name: string, service: ComposeService): Finding[] {
  const { image = '', ports = [], healthcheck, restart, security_opt = [], container_name } = service;
  return [
    !/:\d+\.\d+(\.\d+)?(-\w+)?$/.test(image) && `${name}: ${image} is not pinned to a version`,
    !healthcheck && `${name} has no health check`,
    restart !== 'unless-stopped' && `${name} does not come back when it ends`,
    !security_opt.includes('no-new-privileges:true') && `${name} can gain privileges`,
    container_name !== undefined && `${name} has a name of its own and cannot be scaled`,
    ...ports.map((port) => !port.startsWith('127.0.0.1:') && `${name}: ${port} is open to others`),
    ports.length > 0 && name !== 'gateway' && `${name} has a port on the host and cannot be scaled`,
  ];
}

function appFindings(app: string, { services }: Compose): Finding[] {
  const { build, environment = {}, depends_on = {}, healthcheck } = services[app] ?? {};
  const known = variablesOf(app);
  return [
    build?.target !== app && `${app} is not built from its stage`,
    ...Object.keys(environment).map((name) => !known.all.includes(name) && `${app} does not read ${name}`),
    ...known.all.map((name) => !SETTLED.includes(name) && !known.required.includes(name) && environment[name] === undefined && `${app} cannot be told ${name}`),
    ...known.required.map((name) => !environment[name] && `${app} does not start without ${name}`),
    ...['nats', 'postgres'].map((ground) => depends_on[ground]?.condition !== 'service_healthy' && `${app} does not wait for ${ground}`),
    !healthcheck?.test.join(' ').includes(`:${environment['OPS_PORT']}/ready`) && `${app}: the health check does not ask its OPS_PORT whether it is ready`,
  ];
}
