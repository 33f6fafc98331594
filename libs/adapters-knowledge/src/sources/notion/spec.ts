import type { ConnectorSpec } from '@moorage/domain';
import { NOTION_API } from './configuration';

const secret = (title: string, order: number, description?: string) => ({ title, ...(description !== undefined && { description }), type: 'string', minLength: 1, airbyte_secret: true, order });

export const notionSpec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/notion',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Notion',
    type: 'object',
    required: ['credentials'],
    properties: {
      credentials: {
        title: 'Authentication',
        description: 'An integration sees only pages and databases that were shared with it, and what is below them.',
        type: 'object',
        order: 0,
        oneOf: [
          {
            title: 'Access token',
            type: 'object',
            required: ['auth_type', 'token'],
            properties: {
              auth_type: { type: 'string', const: 'token', order: 0 },
              token: secret('Token', 1, 'The secret of an internal integration that may read content, and user information for the stream users.'),
            },
          },
          {
            title: 'OAuth',
            type: 'object',
            required: ['auth_type', 'access_token'],
            properties: {
              auth_type: { type: 'string', const: 'OAuth2.0', order: 0 },
              access_token: secret('Access token', 1, 'As a public integration was given it. It is used as it is, and never renewed.'),
              client_id: secret('Client id', 2),
              client_secret: secret('Client secret', 3),
            },
          },
        ],
      },
      start_date: {
        title: 'Start date',
        description: 'Pages, their blocks, and data sources that were last edited earlier are left out; the other streams are always whole.',
        type: 'string',
        format: 'date-time',
        order: 1,
        examples: ['2026-01-01T00:00:00.000Z'],
      },
      api_url: { title: 'Address of the API', description: 'For a proxy in front of Notion.', type: 'string', pattern: '^https?://', default: NOTION_API, order: 2 },
    },
  },
};
