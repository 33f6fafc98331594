import { defineSource } from '../../native/native-connector';
import { check } from './check';
import { discover } from './discover';
import { read } from './read';
import { spec, type MysqlConfiguration } from './spec';

/** Tables and views of MySQL or MariaDB. */
export const mysqlSource = defineSource<MysqlConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check,
  discover,
  read,
});
