import type { FieldFault } from '../../../errors/moorage-error';
import type { AuthMethod } from '../../../model/connector';
import type { Json, JsonObject } from '../../../model/json';
import { Secret } from '../../../model/secret';
import { credentialFaults, isUsableHeader } from '../../credentials/credentials';
import { blanksOf, eachText, isBlank, unusable, type Blank, type ImportedServer, type Text } from './imported-server';

/** Something that the document does not say. `field` is that of a new configuration. */
export interface Need {
  field: string;
  description: string;
}

/** A server whose secrets have gone where a definition and its configurations have a place for them. */
export interface PlacedSecrets {
  /** Without secrets in it. */
  server: ImportedServer;
  /** Undefined when nothing is known of credentials. */
  authMethods?: AuthMethod[];
  /** The secrets that were found, when they are complete. */
  credentials?: Secret;
  needs: Need[];
}

const MAX_SECRETS = 50;

type Form = Pick<PlacedSecrets, 'server' | 'needs'> & { method: Exclude<AuthMethod, 'none' | 'oauth2'>; credentials: JsonObject | null };

/**
 * Finds the kind of credentials that can carry the secrets of a server: a token or a password in their usual header; a single secret anywhere,
 * in a place of a template; several, where each is a header or a variable of its own, as they are.
 */
export function placeSecrets(server: ImportedServer): PlacedSecrets {
  const secrets = distinctSecrets(server);
  if (secrets.length === 0 && !server.envElsewhere) return { server, needs: [] };
  const optional = secrets.every((blank) => blank.optional) && !server.envElsewhere;
  const needed = optional ? server : withoutOptional(server);
  const form = inUsualHeader(needed) ?? inTemplate(needed, optional) ?? asTheyAre(needed);
  const authMethods: AuthMethod[] = optional ? ['none', form.method] : [form.method];
  if (form.credentials === null) return { server: withHint(form, optional, secrets), authMethods, needs: optional ? [] : form.needs };
  const faults = credentialFaults(form.credentials);
  if (faults.length > 0) throw unusable(faultText(faults));
  return { server: form.server, authMethods, credentials: Secret.of(JSON.stringify(form.credentials)), needs: [] };
}

function withHint({ server, needs }: Form, optional: boolean, secrets: Blank[]): ImportedServer {
  const lost = secrets.some(({ value }) => value !== undefined);
  const hints = [
    ...(optional ? [`It also works with credentials: ${needs.map(({ field }) => field).join(', ')}.`] : []),
    ...(lost ? ['The secrets that were found are not kept, because others are missing: enter all of them together.'] : []),
  ];
  return { ...server, warnings: [...server.warnings, ...hints] };
}

/** A bearer token, or user name and password, as HTTP means them. */
function inUsualHeader(server: ImportedServer): Form | null {
  const entry = Object.entries(server.headers).find(([name]) => name.toLowerCase() === 'authorization');
  const [scheme, blank, ...more] = entry?.[1].filter((part) => part !== '') ?? [];
  if (!entry || typeof scheme !== 'string' || blank === undefined || !isBlank(blank) || more.length > 0) return null;
  const { [entry[0]]: _, ...headers } = server.headers;
  const rest = { ...server, headers };
  if (distinctSecrets(rest).length > 0) return null;
  const told = blank.description ?? blank.name;
  if (/^bearer\s*$/i.test(scheme)) return { server: rest, method: 'bearer', credentials: blank.value ? { type: 'bearer', token: blank.value.reveal() } : null, needs: [{ field: 'credentials.token', description: told }] };
  return /^basic\s*$/i.test(scheme) ? basicForm(rest, blank, told) : null;
}

function basicForm(server: ImportedServer, { value }: Blank, told: string): Form | null {
  const needs = ['username', 'password'].map((name) => ({ field: `credentials.${name}`, description: told }));
  if (!value) return { server, method: 'basic', credentials: null, needs };
  const [, username, password] = /^([^:]+):(.+)$/s.exec(fromBase64(value.reveal())) ?? [];
  return username !== undefined && password !== undefined ? { server, method: 'basic', credentials: { type: 'basic', username, password }, needs } : null;
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** One secret, wherever it stands. An optional one has no place in a template, which would ask for it. */
function inTemplate(server: ImportedServer, optional: boolean): Form | null {
  const [secret, ...others] = distinctSecrets(server);
  if (!secret || others.length > 0 || server.envElsewhere || optional) return null;
  const placed = eachText(server, (text) => text.map((part) => (isBlank(part) && part.secret ? '{apiKey}' : part)));
  const credentials = secret.value ? { type: 'api_key', apiKey: secret.value.reveal() } : null;
  return { server: placed, method: 'api_key', credentials, needs: [{ field: 'credentials.apiKey', description: secret.description ?? secret.name }] };
}

/** Headers, or environment variables of a command, each kept whole. */
function asTheyAre(server: ImportedServer): Form {
  const field = server.serverType === 'stdio' ? 'env' : 'headers';
  const elsewhere = distinctSecrets({ ...server, [field]: {} });
  const [secret, plain] = split(Object.entries(server[field]), ([, text]) => blanksOf(text).some((blank) => blank.secret));
  if (elsewhere.length > 0) throw unusable(`It has several secrets, some of them in ${server.serverType === 'stdio' ? 'arguments' : 'its address'}, where only one can be kept. Move them to ${field}, and import again.`);
  const unsettable = secret.find(([name]) => !isUsableHeader(name));
  if (unsettable) throw unusable(`Its ${field} has a secret under a name that credentials cannot have. Define the connector by hand.`);
  if (secret.length > MAX_SECRETS) throw unusable(`It has more than ${MAX_SECRETS} secrets.`);
  const values = secret.map(([name, text]) => [name, filled(text)] as const);
  const complete = !server.envElsewhere && values.every(([, value]) => value !== null);
  return {
    server: { ...server, [field]: Object.fromEntries(plain) },
    method: 'custom',
    credentials: complete ? { type: 'custom', headers: Object.fromEntries(values) as { [name: string]: Json } } : null,
    needs: [...secret.map(([name, text]) => ({ field: `credentials.headers.${name}`, description: toldOf(name, text) })), ...envFileNeed(server)],
  };
}

function envFileNeed({ envElsewhere }: ImportedServer): Need[] {
  return envElsewhere ? [{ field: 'credentials.headers', description: 'the variables of its envFile, by name' }] : [];
}

function toldOf(name: string, text: Text): string {
  const [blank] = blanksOf(text);
  return blank?.description ?? blank?.name ?? name;
}

/** The text with all its blanks filled in; `null` when one has no value. */
function filled(text: Text): string | null {
  const parts = text.map((part) => (isBlank(part) ? (part.value?.reveal() ?? null) : part));
  return parts.includes(null) ? null : parts.join('');
}

/** Secrets that differ: by value where they have one, else by name. */
function distinctSecrets({ url = [], args, env, headers }: Pick<ImportedServer, 'url' | 'args' | 'env' | 'headers'>): Blank[] {
  const all = [url, ...args, ...Object.values(env), ...Object.values(headers)].flatMap(blanksOf).filter((blank) => blank.secret);
  return [...new Map(all.map((blank) => [blank.value ? `=${blank.value.reveal()}` : blank.name, blank])).values()];
}

/** Optional secrets beside needed ones would be asked for like those. */
function withoutOptional(server: ImportedServer): ImportedServer {
  const kept = (texts: Record<string, Text>) => split(Object.entries(texts), ([, text]) => blanksOf(text).some(({ optional }) => optional));
  const [[lessEnv, env], [lessHeaders, headers]] = [kept(server.env), kept(server.headers)];
  const names = [...lessEnv, ...lessHeaders].map(([name]) => name);
  const warnings = names.length > 0 ? [...server.warnings, `Optional, and left out: ${names.join(', ')}.`] : server.warnings;
  return { ...server, env: Object.fromEntries(env), headers: Object.fromEntries(headers), warnings };
}

function split<T>(items: T[], condition: (item: T) => boolean): [T[], T[]] {
  return [items.filter(condition), items.filter((item) => !condition(item))];
}

function faultText(faults: FieldFault[]): string {
  return `Its secrets cannot be kept as they are: ${faults.map(({ message }) => message).join('; ')}. Correct them, and import again.`;
}
