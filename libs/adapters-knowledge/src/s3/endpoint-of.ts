import { ActorFailed } from '../native/actor-failed';
import type { S3Access } from './s3-access';

/** The address to send requests to: what is configured, or Amazon's for the region. */
export function endpointOf({ endpoint = '', region }: S3Access): URL {
  if (endpoint === '') return new URL(`https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`);
  const address = endpoint.includes('://') ? endpoint : `https://${endpoint}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw unusable('it is not a web address');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw unusable('it may hold scheme, host, port and path only');
  return url;
}

function unusable(why: string): ActorFailed {
  return ActorFailed.of('VALUE_NOT_USABLE', { what: 'the endpoint', why });
}
