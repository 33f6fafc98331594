import { isPlainObject } from '../../../model/json';
import { shownName, unusable, type ImportedServer, type Text } from './imported-server';
import { readInput, readNamedInputs, type PublishedInput } from './published-inputs';

type Command = Pick<ImportedServer, 'serverType' | 'command' | 'args' | 'env' | 'warnings'>;

/** How packages of one kind are run. */
interface Runner {
  /** The first is used unless the package hints at another of them. */
  commands: readonly [string, ...string[]];
  /** Where packages come from when nothing is said. */
  home: RegExp;
  /** Flags without which it would ask, or not be there for us. */
  flags(env: string[]): string[];
  reference(identifier: string, version: string): string;
  /** What stands between the package and its own arguments. */
  separator: string[];
}

const IMAGES: Runner = {
  commands: ['docker', 'podman'],
  home: /^https:\/\//,
  flags: (env) => ['run', '-i', '--rm', ...env.flatMap((name) => ['-e', name])],
  reference: (name, version) => (/[:@][^/]*$/.test(name) ? name : suffixed(name, ':', version)),
  separator: [],
};

const RUNNERS = new Map<string, Runner>(
  Object.entries({
    npm: { commands: ['npx', 'bunx'], home: /^https:\/\/registry\.npmjs\.org\/?$/, flags: () => ['-y'], reference: (name, version) => suffixed(name, '@', version), separator: [] },
    pypi: { commands: ['uvx'], home: /^https:\/\/pypi\.org(\/simple)?\/?$/, flags: () => [], reference: (name, version) => suffixed(name, '==', version), separator: [] },
    nuget: { commands: ['dnx'], home: /^https:\/\/api\.nuget\.org(\/v3\/index\.json)?\/?$/, flags: () => ['--yes'], reference: (name, version) => suffixed(name, '@', version), separator: ['--'] },
    oci: IMAGES,
    // The former name of the same.
    docker: IMAGES,
  }),
);

/** The command that runs a package of a `server.json`. What would run something else than its publisher means is refused. */
export function packageCommand(program: Record<string, unknown>): Command {
  const { registryType, identifier = program.name, version, transport, runtimeHint } = program;
  const runner = typeof registryType === 'string' ? RUNNERS.get(registryType) : undefined;
  if (!runner) throw unusable(`Packages of the kind ${shownName(String(registryType))} cannot be run here; npm, pypi, nuget and oci can.`);
  if (isPlainObject(transport) && transport.type !== 'stdio') throw unusable('Its package has to be started somewhere and then listens at an address. Start it, and define a connector with that address.');
  if (typeof identifier !== 'string' || identifier.length > 500 || !/^[@\w][\w./:@+-]*$/.test(identifier)) throw unusable('Its package has no usable name (identifier).');
  const warnings: string[] = [];
  const env = readNamedInputs(listOf(program.environmentVariables), warnings);
  const command = runner.commands.find((each) => each === runtimeHint) ?? runner.commands[0];
  const origin = originOfImage(program.registryBaseUrl, runner, identifier);
  const flags = runner.flags(Object.keys(env)).map((flag): Text => [flag]);
  const runtime = argumentsOf(program.runtimeArguments, warnings);
  const own = argumentsOf(program.packageArguments, warnings);
  const reference = origin + runner.reference(identifier, typeof version === 'string' && version !== 'latest' ? version : '');
  const separator = own.length > 0 ? runner.separator.map((word): Text => [word]) : [];
  return { serverType: 'stdio', command, args: [...merged(flags, runtime), [reference], ...separator, ...own], env, warnings };
}

/** From another registry than the usual one something else may come under the same name. Images name theirs. */
function originOfImage(base: unknown, runner: Runner, identifier: string): string {
  if (typeof base !== 'string' || base === '') return '';
  if (!runner.home.test(base)) throw unusable('Its package comes from a registry of its own, which has to be set up on this machine first. Define a connector with the right command instead.');
  if (runner !== IMAGES || /^https:\/\/(registry-1\.|index\.)?docker\.io\/?$/.test(base)) return '';
  const host = base.replace(/^https:\/\/|\/$/g, '');
  return identifier.startsWith(`${host}/`) ? '' : `${host}/`;
}

/** Our flags, without those that the publisher names, too. */
function merged(flags: Text[], runtime: Text[]): Text[] {
  const [first, ...rest] = runtime;
  const repeated = first?.length === 1 && first[0] === 'run' ? rest : runtime;
  const named = new Set(repeated.flatMap((text) => (text.length === 1 ? [text[0]] : [])));
  return [...flags.filter(([flag]) => !/^(-y|--yes|-i|--rm)$/.test(String(flag)) || !named.has(flag)), ...repeated];
}

function argumentsOf(list: unknown, warnings: string[]): Text[] {
  return listOf(list).flatMap((input) => {
    const name = typeof input.name === 'string' ? input.name : '';
    const called = name || String(input.valueHint ?? 'argument');
    if (input.type === 'named' && isSwitch(input)) return [[name]];
    const value = readInput(input, called);
    if (value.length === 0) warnings.push(`Optional, and left out: ${shownName(called)}.`);
    if (value.length === 0) return [];
    return input.type === 'named' && name !== '' ? [[name], value] : [value];
  });
}

/** A flag that takes no value: nothing is said of one. */
function isSwitch({ name, value, default: preset, isRequired, valueHint, choices, placeholder, format, isSecret }: PublishedInput): boolean {
  const valued = [value || undefined, preset, valueHint, choices, placeholder, format].some((member) => member !== undefined);
  return typeof name === 'string' && name !== '' && !valued && isRequired !== true && isSecret !== true;
}

function listOf(list: unknown): PublishedInput[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

function suffixed(name: string, mark: string, version: string): string {
  return version === '' ? name : `${name}${mark}${version}`;
}
