import type { ConnectorSpec } from '@moorage/domain';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { POSTGRES_PROPERTIES } from '../../sql/postgres/postgres-configuration';

export interface PostgresDestinationConfiguration extends DatabaseConfiguration {
  schema: string;
}

/** Names and nesting are those of Airbyte's destination-postgres. */
export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/postgres',
  supportedDestinationSyncModes: ['overwrite', 'append', 'append_dedup'],
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'PostgreSQL',
    type: 'object',
    required: ['host', 'port', 'database', 'username', 'schema'],
    properties: {
      ...POSTGRES_PROPERTIES,
      schema: { type: 'string', title: 'Schema', description: 'Where tables are made when a stream names no namespace, exactly as it is spelt.', minLength: 1, default: 'public', examples: ['public'], order: 3 },
    },
  },
};
