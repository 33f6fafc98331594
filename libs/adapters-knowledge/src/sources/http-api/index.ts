import { defineSource } from '../../native/native-connector';
import { checkHttpApi } from './check';
import type { HttpApiConfiguration } from './configuration';
import { discoverHttpApi } from './discover';
import { readHttpApi } from './read';
import { httpApiSpec } from './spec';

/** Any API that answers with lists of JSON objects. */
export const httpApiSource = defineSource<HttpApiConfiguration>({
  spec: httpApiSpec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check: checkHttpApi,
  discover: discoverHttpApi,
  read: readHttpApi,
});
