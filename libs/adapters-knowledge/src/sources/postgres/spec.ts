import type { ConnectorSpec } from '@moorage/domain';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { POSTGRES_PROPERTIES } from '../../sql/postgres/postgres-configuration';

export interface PostgresSourceConfiguration extends DatabaseConfiguration {
  schemas?: string[];
}

/** Names and nesting are those of Airbyte's source-postgres. */
export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/postgres',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'PostgreSQL',
    type: 'object',
    required: ['host', 'port', 'database', 'username'],
    properties: {
      ...POSTGRES_PROPERTIES,
      schemas: {
        type: 'array',
        title: 'Schemas',
        description: 'Schemas to read, exactly as they are spelt. An empty list stands for all that the user may use.',
        items: { type: 'string', minLength: 1 },
        uniqueItems: true,
        maxItems: 1000,
        default: ['public'],
        order: 3,
      },
      replication_method: {
        title: 'Update method',
        description: 'How changes are found.',
        type: 'object',
        order: 8,
        default: { method: 'Standard' },
        oneOf: [
          { title: 'By a cursor', description: 'By a column whose values grow, chosen for each stream.', type: 'object', required: ['method'], properties: { method: { type: 'string', const: 'Standard' } } },
        ],
      },
    },
  },
};
