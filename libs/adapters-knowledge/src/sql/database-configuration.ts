import type { JsonObject } from '@moorage/domain';
import type { SslMode } from './ssl-mode';

/** How a database is reached and logged in to, as all of them name it. */
export interface DatabaseConfiguration {
  host: string;
  port: number;
  database: string;
  username: string;
  password?: string;
  ssl_mode?: SslMode;
  jdbc_url_params?: string;
}

/** The members of a spec for that, in Airbyte's names; those of one database stand at the places 3, 7 and 8. */
export function databaseProperties(port: number, sslMode: JsonObject): JsonObject {
  return {
    host: { type: 'string', title: 'Host', description: 'Host name or address of the server.', minLength: 1, order: 0 },
    port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: port, examples: [port], order: 1 },
    database: { type: 'string', title: 'Database', description: 'Name of the database.', minLength: 1, order: 2 },
    username: { type: 'string', title: 'User', description: 'Name of the user to log in as.', minLength: 1, order: 4 },
    password: { type: 'string', title: 'Password', airbyte_secret: true, order: 5 },
    jdbc_url_params: { type: 'string', title: 'JDBC parameters', description: 'Accepted so that configurations can be carried over; without effect here.', order: 6 },
    ssl_mode: { title: 'SSL mode', description: 'How the connection is encrypted.', type: 'object', order: 7, ...sslMode },
    tunnel_method: {
      title: 'SSH tunnel',
      description: 'Tunnels are not used.',
      type: 'object',
      order: 9,
      oneOf: [{ title: 'No tunnel', type: 'object', required: ['tunnel_method'], properties: { tunnel_method: { type: 'string', const: 'NO_TUNNEL' } } }],
    },
  };
}
