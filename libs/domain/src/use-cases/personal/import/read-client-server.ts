import { isPlainObject } from '../../../model/json';
import type { ServerType } from '../../../model/connector';
import { isUsableHeader } from '../../credentials/credentials';
import { readVariables, type Inputs } from './client-variables';
import { shownName, unusable, type ImportedServer, type Text } from './imported-server';
import { bridgedServer } from './bridged-server';

/** How clients call their transports. */
const TYPES = new Map<string, ServerType>([
  ...['http', 'streamable-http', 'streamablehttp', 'streamable_http', 'remote'].map((name) => [name, 'http'] as const),
  ['sse', 'sse'],
  ...['stdio', 'local'].map((name) => [name, 'stdio'] as const),
]);
const SIGN_IN = ['auth', 'oauth', 'authProviderType'];

/** Reads one server as clients keep it: Claude, Cursor, VS Code, Windsurf, Cline and their kin differ in little but names. */
export function readClientServer(name: string, value: unknown, inputs: Inputs): ImportedServer {
  if (!isPlainObject(value)) throw unusable('It is not an object. Compare it with the documentation of the client, and import again.');
  const plain = withoutShell(withWords(value));
  const server = bridgedServer(plain) ?? plain;
  const serverType = typeOf(server);
  const read = (text: string) => readVariables(text, inputs);
  const remote = serverType !== 'stdio';
  return {
    name: shownName(name),
    serverType,
    ...(typeof server.description === 'string' && server.description !== '' && { description: server.description.slice(0, 2_000) }),
    ...(remote ? { url: read(addressOf(server) ?? '') } : { command: commandOf(server) }),
    args: remote ? [] : textsOf(server.args, 'args').map(read),
    env: remote ? {} : readEach(recordOf(server.env, 'env'), read),
    headers: remote ? readEach(sendable(recordOf(server.headers, 'headers')), read) : {},
    inUse: true,
    enabled: server.disabled !== true && server.enabled !== false,
    ...(!remote && server.envFile !== undefined && { envElsewhere: true }),
    warnings: warningsOf(server, remote),
  };
}

function typeOf(server: Record<string, unknown>): ServerType {
  const { type = server.transport, command } = server;
  const known = typeof type === 'string' ? TYPES.get(type.toLowerCase()) : undefined;
  if (typeof type === 'string' && !known) throw unusable('Its transport is not known here. Known are http, sse and stdio.');
  if (known) return known;
  if (typeof command !== 'string' && addressOf(server) === undefined) throw unusable('It has neither a command nor an address (url). Add one of them, and import again.');
  return typeof command === 'string' ? 'stdio' : 'http';
}

function addressOf(server: Record<string, unknown>): string | undefined {
  return [server.url, server.serverUrl, server.httpUrl].find((url) => typeof url === 'string');
}

function commandOf({ command }: Record<string, unknown>): string {
  if (typeof command !== 'string' || command.trim() === '') throw unusable('It has no command. Add it, and import again.');
  if (/\$\{/.test(command)) throw unusable('Its command depends on a variable of the client. Write it out, and import again.');
  return command.trim();
}

/** Some clients take a whole line for a command. One that begins with a path is left: its folders may have blanks in their names. */
function withWords(server: Record<string, unknown>): Record<string, unknown> {
  const { command, args } = server;
  if (typeof command !== 'string' || !/^[\w.-]+[ \t][^"'`\\$|&;<>]+$/.test(command.trim())) return server;
  const [program, ...words] = command.trim().split(/[ \t]+/);
  return { ...server, command: program, args: Array.isArray(args) ? [...words, ...(args as unknown[])] : (args ?? words) };
}

/** Windows needs a shell before `npx`; here it only stands in the way. */
function withoutShell(server: Record<string, unknown>): Record<string, unknown> {
  const { command, args } = server;
  const shell = typeof command === 'string' && /^cmd(\.exe)?$/i.test(command) && Array.isArray(args) && /^\/c$/i.test(String(args[0]));
  return shell ? { ...server, command: args[1], args: args.slice(2) as unknown } : server;
}

function textsOf(list: unknown, field: string): string[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list) || list.some((each) => typeof each === 'object')) throw unusable(`Its ${field} are not a list of texts. Correct that, and import again.`);
  return list.map(String);
}

function recordOf(record: unknown, field: string): Record<string, string> {
  if (record === undefined || record === null) return {};
  if (!isPlainObject(record) || Object.values(record).some((each) => typeof each === 'object' && each !== null)) throw unusable(`Its ${field} are not an object of texts. Correct that, and import again.`);
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}

/** Without headers that the transport sets itself. */
function sendable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isUsableHeader(name)));
}

function readEach(record: Record<string, string>, read: (text: string) => Text): Record<string, Text> {
  return Object.fromEntries(Object.entries(record).map(([name, text]) => [name, read(text)]));
}

function warningsOf(server: Record<string, unknown>, remote: boolean): string[] {
  const headers = isPlainObject(server.headers) ? Object.keys(server.headers).filter((name) => !isUsableHeader(name)) : [];
  return [
    ...(remote && headers.length > 0 ? [`Left out, because the transport sets them: ${headers.map(shownName).join(', ')}.`] : []),
    ...(typeof server.cwd === 'string' ? ['Its working directory is left out: commands run in a folder of their own here.'] : []),
    ...(SIGN_IN.some((field) => server[field] !== undefined && server[field] !== null) ? ['Its sign-in settings are left out: connect the account again here.'] : []),
  ];
}
