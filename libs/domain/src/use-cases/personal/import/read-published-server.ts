import { isPlainObject } from '../../../model/json';
import { shownName, unusable, type Blank, type ImportedServer, type Text } from './imported-server';
import { readInput, readNamedInputs, type PublishedInput } from './published-inputs';
import { packageCommand } from './package-command';
import { isUsableHeader } from '../../credentials/credentials';

/** Names of members in documents from before September 2025. */
const FORMER_NAMES = new Map(
  Object.entries({
    ...{ registry_type: 'registryType', registry_name: 'registryType', registry_base_url: 'registryBaseUrl', file_sha256: 'fileSha256', runtime_hint: 'runtimeHint' },
    ...{ runtime_arguments: 'runtimeArguments', package_arguments: 'packageArguments', environment_variables: 'environmentVariables', is_required: 'isRequired' },
    ...{ is_secret: 'isSecret', value_hint: 'valueHint', is_repeated: 'isRepeated', website_url: 'websiteUrl', transport_type: 'type', version_detail: 'versionDetail' },
  }),
);
const PUBLISHER_META = 'io.modelcontextprotocol.registry/official';

type Members = Record<string, unknown>;

/** Reads one server as registries publish it (`server.json`), with or without the envelope of a registry, present and former names. */
export function readPublishedServer(document: unknown): ImportedServer {
  const { server, status } = unwrapped(document);
  const version = textOf(server.version) ?? textOf(isPlainObject(server.versionDetail) ? server.versionDetail.version : undefined);
  const description = textOf(server.description);
  return {
    name: publishedName(document),
    ...(description && { description: description.slice(0, 2_000) }),
    ...(version && { version: version.slice(0, 60) }),
    ...iconOf(server.icons),
    ...(status === 'deprecated' && { status }),
    ...wayOf(server),
    inUse: false,
    enabled: true,
  };
}

/** What a published server is called; known even when the rest cannot be used. */
export function publishedName(document: unknown): string {
  const { server } = unwrapped(document);
  return shownName(textOf(server.title) || textOf(server.name) || 'unnamed');
}

/** Whether a registry says that there is a newer one, or that it is gone. */
export function isOutdated(document: unknown): boolean {
  const { status, latest } = unwrapped(document);
  return status === 'deleted' || latest === false;
}

function unwrapped(document: unknown): { server: Members; status?: unknown; latest?: unknown } {
  const envelope = isPlainObject(document) ? document : {};
  const server = present(isPlainObject(envelope.server) ? envelope.server : envelope) as Members;
  const meta = isPlainObject(envelope._meta) ? envelope._meta[PUBLISHER_META] : undefined;
  const official: Members = isPlainObject(meta) ? meta : {};
  return { server, status: official.status ?? server.status, latest: official.isLatest ?? official.is_latest };
}

/** The document in present names. */
function present(value: unknown, depth = 0): unknown {
  if (depth > 8) return value;
  if (Array.isArray(value)) return value.map((each) => present(each, depth + 1));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [FORMER_NAMES.get(name) ?? name, present(inner, depth + 1)]));
}

type Way = Pick<ImportedServer, 'serverType' | 'url' | 'command' | 'args' | 'env' | 'headers' | 'warnings'>;

/** How it is best reached: at its address, Streamable HTTP first; else as a command. */
function wayOf({ remotes, packages }: Members): Way {
  const addresses = objectsIn(remotes);
  const remote = addresses.find(({ type }) => type === 'streamable-http' || type === 'streamable' || type === 'http') ?? addresses.find(({ type }) => type === 'sse');
  const programs = objectsIn(packages);
  if (remote) return remoteWay(remote, programs.length > 0);
  const program = programs.find(isRunnable) ?? programs[0];
  if (!program) throw unusable('It offers neither an address (remotes) nor a package that could be run.');
  return { ...packageCommand(program), headers: {} };
}

function isRunnable({ registryType, transport }: Members): boolean {
  const type = isPlainObject(transport) ? transport.type : 'stdio';
  return type === 'stdio' && registryType !== 'mcpb';
}

function remoteWay(remote: Members, alsoPackaged: boolean): Way {
  const address = textOf(remote.url);
  if (!address) throw unusable('Its remote has no address (url).');
  const warnings = alsoPackaged ? ['It is also offered as a package; its address was taken.'] : [];
  const headers = readNamedInputs(objectsIn(remote.headers).filter(({ name }) => typeof name === 'string' && isUsableHeader(name)), warnings);
  return { serverType: remote.type === 'sse' ? 'sse' : 'http', url: addressWithVariables(address, remote.variables), args: [], env: {}, headers, warnings };
}

/** `{name}` in an address is a variable, described or not. */
function addressWithVariables(address: string, variables: unknown): Text {
  const described = isPlainObject(variables) ? variables : {};
  return address.split(/\{([^{}]*)\}/).map((part, index) => (index % 2 === 0 ? part : addressVariable(part, described[part])));
}

function addressVariable(name: string, described: unknown): Blank | string {
  const input: PublishedInput = { ...(isPlainObject(described) ? described : {}), isRequired: true };
  return readInput(input, name)[0] ?? '';
}

function iconOf(icons: unknown): { iconUrl?: string } {
  const source = textOf(objectsIn(icons)[0]?.src);
  return source && /^https?:\/\//.test(source) && source.length <= 2_000 ? { iconUrl: source } : {};
}

function objectsIn(list: unknown): Members[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
