import type { ConnectorSpec } from '@moorage/domain';
import { GITHUB_API } from './configuration';

const token = (title: string, description: string) => ({ title, description, type: 'string', minLength: 1, airbyte_secret: true, order: 1 });

export const githubSpec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/github',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'GitHub',
    type: 'object',
    required: ['credentials', 'repositories'],
    properties: {
      credentials: {
        title: 'Authentication',
        type: 'object',
        order: 0,
        oneOf: [
          {
            title: 'Personal access token',
            type: 'object',
            required: ['personal_access_token'],
            properties: {
              option_title: { type: 'string', const: 'PAT Credentials', order: 0 },
              personal_access_token: token('Token', 'Fine-grained with read access to contents, issues and pull requests, or classic with the scope repo.'),
            },
          },
          {
            title: 'OAuth',
            type: 'object',
            required: ['access_token'],
            properties: {
              option_title: { type: 'string', const: 'OAuth Credentials', order: 0 },
              access_token: token('Access token', 'As an OAuth application was given it.'),
              client_id: { title: 'Client id', type: 'string', airbyte_secret: true, order: 2 },
              client_secret: { title: 'Client secret', type: 'string', airbyte_secret: true, order: 3 },
            },
          },
        ],
      },
      repositories: {
        title: 'Repositories',
        description: 'Owner and name. A star at the end stands for all repositories whose name begins so.',
        type: 'array',
        minItems: 1,
        maxItems: 200,
        uniqueItems: true,
        order: 1,
        items: { type: 'string', pattern: '^[\\w.-]+/(?:[\\w.-]+|[\\w.-]*\\*)$', maxLength: 200 },
        examples: [['octo-org/docs', 'octo-org/api-*', 'octo-org/*']],
      },
      start_date: {
        title: 'Start date',
        description: 'What was last changed earlier is left out; the stream repositories is always whole.',
        type: 'string',
        format: 'date-time',
        order: 2,
        examples: ['2026-01-01T00:00:00Z'],
      },
      branches: {
        title: 'Branches',
        description: 'Whose commits are read, as owner/name/branch; that of the default branch where none is named.',
        type: 'array',
        maxItems: 200,
        order: 3,
        items: { type: 'string', pattern: '^[\\w.-]+/[\\w.-]+/.+$', maxLength: 400 },
        examples: [['octo-org/docs/next']],
      },
      api_url: { title: 'Address of the API', description: 'For a GitHub Enterprise Server.', type: 'string', pattern: '^(https?://|$)', default: GITHUB_API, order: 4, examples: ['https://github.example.com/api/v3'] },
    },
  },
};
