import { decidedBlank, foundSecret, hideInAddress, hideInServerAddress } from './hide-in-address';
import { isBlank, unusable, type Blank, type ImportedServer, type Text } from './imported-server';
import { harmlessInOwnFile, harmlessWhenPublished, holdsSecret, namesSecret, type Harmless } from './secret-signs';

const SCHEME = /^((?:Bearer|Basic|Token|ApiKey|Api-Key|Key|Bot)\s+)(.+)$/is;
const FLAG = /^(-{1,2}[A-Za-z][\w.-]*)(?:=(.*))?$/s;
const HEADER = /^([\w-]+):(\s*)(.*)$/s;
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
/** A variable of a container without a blank before it: `-eNAME=…`. */
const VARIABLE_FLAG = /^-e(?=[A-Z_])/;

/** Makes a blank of every secret that stands in a server in the clear, and decides of every open blank whether it is one. */
export function hideSecrets(server: ImportedServer): ImportedServer {
  const { url, args, env, headers, command = '' } = server;
  const harmless = server.inUse ? harmlessInOwnFile : harmlessWhenPublished;
  const address = url && hideInServerAddress(url);
  const authorized = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  if (address?.authorization && authorized) throw unusable('Its address has a user name and its headers have an Authorization. Remove one of the two, and import again.');
  if (/^\S*=\S*\s/.test(command)) throw unusable('Its command begins with a variable. Move it to env, and import again.');
  if (/\s/.test(command) && inLine(command.split(/\s+/), harmless)) throw unusable('Its command has a secret in it. Move what follows the command to args, and import again.');
  return {
    ...server,
    ...(address && { url: address.url }),
    headers: inEach({ ...headers, ...(address?.authorization && { Authorization: address.authorization }) }, harmless),
    env: inEach(env, harmless),
    args: inArguments(args, harmless),
  };
}

function inLine(words: string[], harmless: Harmless): boolean {
  return inArguments(words.map((word) => [word]), harmless).flat().some(isBlank);
}

function inArguments(args: Text[], harmless: Harmless): Text[] {
  return args.map((text, index) => inArgument(flagBefore(args, index), text, harmless));
}

function inEach(texts: Record<string, Text>, harmless: Harmless): Record<string, Text> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, underName(name, text, harmless)]));
}

/** A header, a variable, or the value of a flag. A scheme before a secret stays as it is. */
function underName(name: string, text: Text, harmless: Harmless): Text {
  const [only] = text;
  if (text.length === 0) return namesSecret(name) ? [foundSecret(name, '')] : text;
  if (text.length > 1 || typeof only !== 'string') return text.flatMap((part) => (isBlank(part) ? [decided(part, name, harmless)] : looselyHidden(name, part)));
  if (harmless(name, only)) return text;
  const [, scheme, rest] = SCHEME.exec(only) ?? [];
  return scheme !== undefined && rest !== undefined ? [scheme, foundSecret(name, rest)] : [foundSecret(name, only)];
}

function decided(blank: Blank, name: string, harmless: Harmless): Blank {
  // Whatever its author says, an Authorization header is no setting.
  const always = /^(proxy-)?authorization$|^cookie$/i.test(name);
  return always ? { ...blank, secret: true } : decidedBlank(blank, namesSecret(blank.name) || !harmless(name, 'some text'));
}

function looselyHidden(name: string, text: string): Text {
  return holdsSecret(text) ? [foundSecret(name, text)] : [text];
}

/** The flag that stands before an argument and takes it for its value, perhaps. */
function flagBefore(args: Text[], index: number): string {
  const [only, ...more] = args[index - 1] ?? [];
  return more.length === 0 && typeof only === 'string' && FLAG.exec(only)?.[2] === undefined && FLAG.test(only) ? only : '';
}

function inArgument(flag: string, text: Text, harmless: Harmless): Text {
  const [first = '', ...rest] = text;
  const [, own, after] = typeof first === 'string' ? (FLAG.exec(first) ?? []) : [];
  if (own === undefined) return inValue(flag, text, harmless);
  if (after === undefined) return text;
  const value = joined(after, rest);
  return [`${own}=`, ...(VARIABLE_FLAG.test(own) ? underName(own.replace(VARIABLE_FLAG, ''), value, harmless) : inValue(own, value, harmless))];
}

/** The value of a flag, or an argument that stands for itself (no flag). */
function inValue(flag: string, text: Text, harmless: Harmless): Text {
  const [first = '', ...rest] = text;
  const word = typeof first === 'string' ? first : '';
  const [, header, gap = '', content = ''] = /^(-H|--header)$/.test(flag) ? (HEADER.exec(word) ?? []) : [];
  if (header !== undefined) return [`${header}:${gap}`, ...underName(header, joined(content, rest), harmless)];
  const [, variable = '', value = ''] = ASSIGNMENT.exec(word) ?? [];
  if (variable !== '' && (/^(-e|--env)$/.test(flag) || namesSecret(variable))) return [`${variable}=`, ...underName(variable, joined(value, rest), harmless)];
  if (namesSecret(flag)) return underName(flag, text, harmless);
  if (word.includes('://')) return hideInAddress(text);
  return text.flatMap((part) => (isBlank(part) ? [decidedBlank(part, namesSecret(part.name))] : looselyHidden(flag || 'argument', part)));
}

function joined(first: string, rest: Text): Text {
  return first === '' ? rest : [first, ...rest];
}
