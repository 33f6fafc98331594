import { defineSource } from '../../native/native-connector';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { check } from './check';
import { discover } from './discover';
import { read } from './read';
import { spec } from './spec';

/** Tables and views of MySQL or MariaDB. */
export const mysqlSource = defineSource<DatabaseConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check,
  discover,
  read,
});
