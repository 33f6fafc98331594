import type { ConnectorSpec, JsonObject } from '@moorage/domain';
import { DEFAULT_HISTORY } from './configuration';

const kind = (title: string, type: string, properties: JsonObject, required: string[] = []): JsonObject => ({
  title,
  type: 'object',
  required: ['auth_type', ...required],
  additionalProperties: false,
  properties: { auth_type: { type: 'string', const: type, order: 0 }, ...properties },
});

export const gitSpec: ConnectorSpec = {
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Git repository',
    type: 'object',
    required: ['repository_url'],
    additionalProperties: false,
    properties: {
      repository_url: {
        title: 'Address of the repository',
        description: 'As `git clone` takes it, with https://, http:// or git://. A token belongs into the credentials.',
        type: 'string',
        maxLength: 2_000,
        order: 0,
        examples: ['https://github.com/acme/handbook.git'],
      },
      branch: { title: 'Branch', description: 'The one that the repository shows first when empty.', type: 'string', maxLength: 250, order: 1, examples: ['main'] },
      credentials: {
        title: 'Credentials',
        type: 'object',
        order: 2,
        oneOf: [
          kind('None', 'none', {}),
          kind(
            'Token',
            'token',
            {
              username: { title: 'User name', description: 'Most servers take any.', type: 'string', maxLength: 200, default: 'git', order: 1 },
              token: { title: 'Token or password', type: 'string', minLength: 1, maxLength: 4_000, airbyte_secret: true, order: 2 },
            },
            ['token'],
          ),
        ],
      },
      paths: { title: 'Files and folders', description: 'Beginnings of paths; everything when empty.', type: 'array', maxItems: 100, items: { type: 'string', maxLength: 500 }, order: 3, examples: [['docs/', 'README.md']] },
      history: { title: 'Commits', description: 'How far back the stream of commits goes.', type: 'integer', minimum: 1, maximum: 10_000, default: DEFAULT_HISTORY, order: 4 },
    },
  },
};
