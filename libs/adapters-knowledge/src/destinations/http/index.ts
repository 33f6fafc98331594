import { defineDestination } from '../../native/native-connector';
import { checkHttp } from './check';
import type { HttpConfiguration } from './configuration';
import { httpSpec } from './spec';

/** Any endpoint that takes records as pipeline upserts. */
export const httpDestination = defineDestination<HttpConfiguration>({
  spec: httpSpec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'write'],
  check: checkHttp,
});
