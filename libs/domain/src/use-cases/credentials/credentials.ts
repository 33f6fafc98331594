import type { FieldFault } from '../../errors/moorage-error';
import type { AuthMethod } from '../../model/connector';
import { isPlainObject } from '../../model/json';
import { Secret } from '../../model/secret';

export type CredentialType = Exclude<AuthMethod, 'none'>;

/** Decrypted credentials. They exist only between the vault and the outgoing request. */
export type Credentials =
  | { type: 'api_key'; apiKey: Secret }
  | { type: 'bearer'; token: Secret }
  | { type: 'oauth2'; accessToken: Secret; refreshToken?: Secret; expiresAt?: Date }
  | { type: 'basic'; username: Secret; password: Secret }
  | { type: 'custom'; headers: Record<string, Secret> };

interface Form {
  required: readonly string[];
  optional: readonly string[];
}

const FORMS: Record<CredentialType, Form> = {
  api_key: { required: ['apiKey'], optional: [] },
  bearer: { required: ['token'], optional: [] },
  oauth2: { required: ['accessToken'], optional: ['refreshToken', 'expiresAt'] },
  basic: { required: ['username', 'password'], optional: [] },
  custom: { required: ['headers'], optional: [] },
};

/** What may not stand in an HTTP header: control characters, and anything outside Latin-1. */
const UNSENDABLE = /[^\t\u0020-\u007e\u00a0-\u00ff]/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Headers that belong to the connection and the transport, and must not be taken over. */
const RESERVED_HEADERS = /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-(length|type|encoding)|accept|accept-encoding|expect|proxy-.*|mcp-session-id|mcp-protocol-version)$/i;

/** Whether `name` can be sent as a header of our own. */
export function isUsableHeader(name: string): boolean {
  return HEADER_NAME.test(name) && !RESERVED_HEADERS.test(name);
}

/** Whether `value` can be sent as the value of a header. */
export function isSendable(value: string): boolean {
  return !UNSENDABLE.test(value);
}

/** All faults of the form of credentials as a person enters them; values are never repeated. */
export function credentialFaults(input: unknown, root = 'credentials'): FieldFault[] {
  if (!isPlainObject(input)) return [fault(root, 'must be an object', 'object')];
  const form = Object.hasOwn(FORMS, String(input.type)) ? FORMS[input.type as CredentialType] : undefined;
  if (!form) return [fault(`${root}.type`, `must be one of ${Object.keys(FORMS).join(', ')}`, 'enum')];
  const known = new Set(['type', ...form.required, ...form.optional]);
  const given = Object.keys(input).filter((name) => input[name] !== undefined && input[name] !== null);
  return [
    ...given.filter((name) => !known.has(name)).map((name) => fault(`${root}.${name}`, `does not belong to credentials of type ${String(input.type)}`, 'unknown')),
    ...form.required.filter((name) => !given.includes(name)).map((name) => fault(`${root}.${name}`, 'is required', 'required')),
    ...given.filter((name) => known.has(name) && name !== 'type').flatMap((name) => valueFaults(`${root}.${name}`, name, input[name])),
  ];
}

function valueFaults(field: string, name: string, value: unknown): FieldFault[] {
  if (name === 'headers') return headerFaults(field, value);
  if (typeof value !== 'string' || value === '') return [fault(field, 'must be a text that is not empty', 'string')];
  if (name === 'expiresAt') return Number.isNaN(Date.parse(value)) ? [fault(field, 'must be an ISO 8601 instant', 'date-time')] : [];
  if (value !== value.trim()) return [fault(field, 'must not start or end with white space', 'trim')];
  const unsendable = name === 'username' || name === 'password' ? CONTROL.test(value) : !isSendable(value);
  return unsendable ? [fault(field, 'must be one line of plain text', 'plain')] : [];
}

// Control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

function headerFaults(field: string, value: unknown): FieldFault[] {
  if (!isPlainObject(value) || Object.keys(value).length === 0) return [fault(field, 'must be an object with at least one header', 'object')];
  return Object.entries(value).flatMap(([name, content]) => {
    if (!isUsableHeader(name)) return [fault(`${field}.${name.slice(0, 100)}`, 'is not a header that can be set', 'header')];
    const usable = typeof content === 'string' && content !== '' && isSendable(content);
    return usable ? [] : [fault(`${field}.${name}`, 'must be one line of plain text', 'plain')];
  });
}

function fault(field: string, statement: string, rule: string): FieldFault {
  return { field, message: `${field} ${statement}`, rule };
}

/** Reads credentials from the JSON text that was sealed; `null` when the text is not in a known form. */
export function readCredentials(sealed: Secret): Credentials | null {
  const input = parsed(sealed.reveal());
  if (credentialFaults(input).length > 0 || !isPlainObject(input)) return null;
  const text = (name: string) => Secret.of(String(input[name]));
  switch (input.type as CredentialType) {
    case 'api_key':
      return { type: 'api_key', apiKey: text('apiKey') };
    case 'bearer':
      return { type: 'bearer', token: text('token') };
    case 'oauth2':
      return {
        type: 'oauth2',
        accessToken: text('accessToken'),
        ...(typeof input.refreshToken === 'string' && { refreshToken: text('refreshToken') }),
        ...(typeof input.expiresAt === 'string' && { expiresAt: new Date(input.expiresAt) }),
      };
    case 'basic':
      return { type: 'basic', username: text('username'), password: text('password') };
    case 'custom':
      return { type: 'custom', headers: Object.fromEntries(Object.entries(input.headers as Record<string, string>).map(([name, value]) => [name, Secret.of(value)])) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the credential places of a template stand for. `{token}` and `{apiKey}` are two names for the one secret of a key or token. */
export function credentialVariables(credentials: Credentials | null): Record<string, Secret> {
  switch (credentials?.type) {
    case 'api_key':
      return { apiKey: credentials.apiKey, token: credentials.apiKey };
    case 'bearer':
      return { token: credentials.token, apiKey: credentials.token };
    case 'oauth2':
      return { token: credentials.accessToken, apiKey: credentials.accessToken };
    case 'basic':
      return { username: credentials.username, password: credentials.password };
    default:
      return {};
  }
}

/** What nobody else may learn of credentials: all but the user name. */
export function secretsOf(credentials: Credentials | null): Secret[] {
  if (credentials?.type === 'custom') return Object.values(credentials.headers);
  if (credentials?.type === 'basic') return [credentials.password];
  return [...new Set(Object.values(credentialVariables(credentials)))];
}

/** The headers that carry credentials when the definition says nothing of them. */
export function defaultCredentialHeaders(credentials: Credentials): Record<string, Secret> {
  switch (credentials.type) {
    case 'custom':
      return credentials.headers;
    case 'basic':
      return { Authorization: Secret.of(`Basic ${base64(`${credentials.username.reveal()}:${credentials.password.reveal()}`)}`) };
    case 'api_key':
      return { Authorization: Secret.of(`Bearer ${credentials.apiKey.reveal()}`) };
    case 'bearer':
      return { Authorization: Secret.of(`Bearer ${credentials.token.reveal()}`) };
    case 'oauth2':
      return { Authorization: Secret.of(`Bearer ${credentials.accessToken.reveal()}`) };
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
