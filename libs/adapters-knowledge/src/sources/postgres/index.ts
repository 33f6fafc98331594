import { defineSource } from '../../native/native-connector';
import { check } from './check';
import { discover } from './discover';
import { read } from './read';
import { spec, type PostgresSourceConfiguration } from './spec';

/** Tables and views of PostgreSQL. */
export const postgresSource = defineSource<PostgresSourceConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check,
  discover,
  read,
});
