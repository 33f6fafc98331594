import { AUTH_METHODS } from '@moorage/domain';
import { Field } from './field';

export const CREDENTIAL_TYPES = AUTH_METHODS.filter((method) => method !== 'none');
const secretText = { min: 1, max: 10_000, optional: true } as const;

/** Credentials as a person enters them. Only the REST edge sees this class; between processes they travel sealed. */
export class CredentialsBody {
  @Field.choice(CREDENTIAL_TYPES, { doc: 'Which of the forms this is; it decides which other fields are needed.', example: 'bearer' })
  type!: (typeof CREDENTIAL_TYPES)[number];

  @Field.string({ doc: 'For `api_key`: the key.', example: 'lin_api_123', ...secretText })
  apiKey?: string;

  @Field.string({ doc: 'For `bearer`: the token.', example: 'ghp_123', ...secretText })
  token?: string;

  @Field.string({ doc: 'For `oauth2`: the access token.', example: 'eyJ…', ...secretText })
  accessToken?: string;

  @Field.string({ doc: 'For `oauth2`: the refresh token.', example: 'def…', ...secretText })
  refreshToken?: string;

  @Field.timestamp({ doc: 'For `oauth2`: when the access token expires.', example: '2025-12-31T23:59:59Z', optional: true })
  expiresAt?: string;

  @Field.string({ doc: 'For `basic`: the user name.', example: 'ada', ...secretText })
  username?: string;

  @Field.string({ doc: 'For `basic`: the password.', example: 'correct horse', ...secretText })
  password?: string;

  @Field.map({ doc: 'For `custom`: headers to send as they are.', example: { 'X-Token': 'abc' }, values: { type: 'string', maxLength: 10_000 }, maxKeys: 20, optional: true })
  headers?: Record<string, string>;
}
