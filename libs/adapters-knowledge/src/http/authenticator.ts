import type { JsonObject } from '@moorage/domain';

/** What the name of a header may be. */
export const HEADER_NAME = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

/** How a connector proves to a server who it is. */
export type Authenticator =
  | { type: 'NoAuth' }
  | { type: 'BearerAuthenticator'; api_token: string }
  | { type: 'ApiKeyAuthenticator'; api_token: string; inject_into?: 'header' | 'request_parameter'; field_name: string }
  | { type: 'BasicHttpAuthenticator'; username: string; password?: string };

/** A request on its way. */
export interface Addressed {
  url: URL;
  headers: Record<string, string>;
}

const kind = (title: string, type: string, properties: JsonObject, required: string[] = []): JsonObject => ({
  title,
  type: 'object',
  required: ['type', ...required],
  properties: { type: { type: 'string', const: type, order: 0 }, ...properties },
});

const secret = (title: string, order: number): JsonObject => ({ title, type: 'string', minLength: 1, airbyte_secret: true, order });

/** What a configuration says of it; the names are those of Airbyte's low-code connectors. */
export const authenticatorSchema: JsonObject = {
  title: 'Authentication',
  description: 'What the server asks for. Enter secrets here and nowhere else: only here are they kept secret.',
  type: 'object',
  oneOf: [
    kind('None', 'NoAuth', {}),
    kind('Bearer token', 'BearerAuthenticator', { api_token: secret('Token', 1) }, ['api_token']),
    kind(
      'API key',
      'ApiKeyAuthenticator',
      {
        api_token: secret('Key', 1),
        inject_into: { title: 'Sent as', type: 'string', enum: ['header', 'request_parameter'], default: 'header', order: 2 },
        field_name: { title: 'Name of the header or parameter', type: 'string', pattern: HEADER_NAME, maxLength: 100, examples: ['X-API-Key', 'api_key'], order: 3 },
      },
      ['api_token', 'field_name'],
    ),
    kind('User name and password', 'BasicHttpAuthenticator', { username: { title: 'User name', type: 'string', order: 1 }, password: secret('Password', 2) }, ['username']),
  ],
};

/** The request with its proof. */
export function authenticated({ url, headers }: Addressed, authenticator: Authenticator = { type: 'NoAuth' }): Addressed {
  switch (authenticator.type) {
    case 'NoAuth':
      return { url, headers };
    case 'BearerAuthenticator':
      return { url, headers: { ...headers, authorization: `Bearer ${authenticator.api_token}` } };
    case 'BasicHttpAuthenticator':
      return { url, headers: { ...headers, authorization: `Basic ${base64(`${authenticator.username}:${authenticator.password ?? ''}`)}` } };
    case 'ApiKeyAuthenticator':
      return withKey({ url, headers }, authenticator);
  }
}

/** What people call the secret that is sent; none when there is none. */
export function secretOf(authenticator: Authenticator = { type: 'NoAuth' }): string | undefined {
  const names = { NoAuth: undefined, BearerAuthenticator: 'the token', ApiKeyAuthenticator: 'the key', BasicHttpAuthenticator: 'the password' };
  return names[authenticator.type];
}

function withKey({ url, headers }: Addressed, { inject_into: place = 'header', field_name: name, api_token: key }: Extract<Authenticator, { type: 'ApiKeyAuthenticator' }>): Addressed {
  if (place === 'header') return { url, headers: { ...headers, [name.toLowerCase()]: key } };
  const keyed = new URL(url);
  keyed.searchParams.set(name, key);
  return { url: keyed, headers };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
