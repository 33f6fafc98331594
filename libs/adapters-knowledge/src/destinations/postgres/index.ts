import { defineDestination } from '../../native/native-connector';
import { check } from './check';
import { spec, type PostgresDestinationConfiguration } from './spec';

/** Tables in PostgreSQL. */
export const postgresDestination = defineDestination<PostgresDestinationConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'write'],
  check,
});
