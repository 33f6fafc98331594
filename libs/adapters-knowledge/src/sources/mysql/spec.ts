import type { ConnectorSpec } from '@moorage/domain';
import { sslModeSchema, type SslMode } from '../../sql/ssl-mode';

export interface MysqlConfiguration {
  host: string;
  port: number;
  database: string;
  username: string;
  password?: string;
  ssl_mode?: SslMode;
  jdbc_url_params?: string;
}

/** Names and nesting are those of Airbyte's source-mysql. */
export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/mysql',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'MySQL or MariaDB',
    type: 'object',
    required: ['host', 'port', 'database', 'username'],
    properties: {
      host: { type: 'string', title: 'Host', description: 'Host name or address of the server.', minLength: 1, order: 0 },
      port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 3306, examples: [3306], order: 1 },
      database: { type: 'string', title: 'Database', description: 'Name of the database.', minLength: 1, order: 2 },
      username: { type: 'string', title: 'User', description: 'Name of the user to log in as.', minLength: 1, order: 3 },
      password: { type: 'string', title: 'Password', airbyte_secret: true, order: 4 },
      jdbc_url_params: { type: 'string', title: 'JDBC parameters', description: 'Accepted so that configurations can be carried over; without effect here.', order: 5 },
      ssl_mode: {
        title: 'SSL mode',
        description: 'How the connection is encrypted.',
        type: 'object',
        order: 6,
        default: { mode: 'preferred' },
        oneOf: [
          sslModeSchema('preferred', 'preferred', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
          sslModeSchema('required', 'required', 'Encryption, without looking at the certificate of the server.', 'none'),
          sslModeSchema('verify_ca', 'verify CA', 'Encryption, with a certificate of somebody trusted.', 'authority'),
          sslModeSchema('verify_identity', 'verify identity', 'Encryption, with a certificate of somebody trusted that was made for this host.', 'authority'),
        ],
      },
      replication_method: {
        title: 'Update method',
        description: 'How changes are found.',
        type: 'object',
        order: 7,
        default: { method: 'STANDARD' },
        oneOf: [
          { title: 'By a cursor', description: 'By a column whose values grow, chosen for each stream.', type: 'object', required: ['method'], properties: { method: { type: 'string', const: 'STANDARD' } } },
        ],
      },
      tunnel_method: {
        title: 'SSH tunnel',
        description: 'Tunnels are not used.',
        type: 'object',
        order: 8,
        oneOf: [{ title: 'No tunnel', type: 'object', required: ['tunnel_method'], properties: { tunnel_method: { type: 'string', const: 'NO_TUNNEL' } } }],
      },
    },
  },
};
