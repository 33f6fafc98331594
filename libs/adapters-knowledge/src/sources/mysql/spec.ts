import type { ConnectorSpec } from '@moorage/domain';
import { databaseProperties } from '../../sql/database-configuration';
import { sslModeSchema } from '../../sql/ssl-mode';

/** Names and nesting are those of Airbyte's source-mysql. */
export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/mysql',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'MySQL or MariaDB',
    type: 'object',
    required: ['host', 'port', 'database', 'username'],
    properties: {
      ...databaseProperties(3306, {
        default: { mode: 'preferred' },
        oneOf: [
          sslModeSchema('preferred', 'preferred', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
          sslModeSchema('required', 'required', 'Encryption, without looking at the certificate of the server.', 'none'),
          sslModeSchema('verify_ca', 'verify CA', 'Encryption, with a certificate of somebody trusted.', 'authority'),
          sslModeSchema('verify_identity', 'verify identity', 'Encryption, with a certificate of somebody trusted that was made for this host.', 'authority'),
        ],
      }),
      replication_method: {
        title: 'Update method',
        description: 'How changes are found.',
        type: 'object',
        order: 8,
        default: { method: 'STANDARD' },
        oneOf: [
          { title: 'By a cursor', description: 'By a column whose values grow, chosen for each stream.', type: 'object', required: ['method'], properties: { method: { type: 'string', const: 'STANDARD' } } },
        ],
      },
    },
  },
};
