import { MoorageError } from '../../../errors/moorage-error';
import type { Connection } from '../../../model/knowledge/connection';

/** The connection, unless there is none: `CONNECTOR_CONNECTION_NOT_FOUND`. */
export function presentConnection(connection: Connection | null): Connection {
  if (!connection) throw new MoorageError('CONNECTOR_CONNECTION_NOT_FOUND');
  return connection;
}
