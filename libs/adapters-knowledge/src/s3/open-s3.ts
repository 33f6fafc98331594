import { S3Client } from '@aws-sdk/client-s3';
import type { ConnectTimings } from '@moorage/egress';
import type { Reach } from '../native/reach';
import { endpointOf } from './endpoint-of';
import { GuardedRequestHandler } from './guarded-request-handler';
import { hushNodeWarning } from './node-warning.env';
import type { S3Access } from './s3-access';

/** A client that knows what it is told here and nothing else: the SDK would take what is missing from environment, files and the metadata service of the machine. */
export function openS3(access: S3Access, reach: Reach, onOpen?: (timings: ConnectTimings) => void): S3Client {
  hushNodeWarning();
  return new S3Client({
    ...credentialsOf(access),
    region: access.region,
    endpoint: endpointOf(access).href,
    // A name of a bucket before the host needs a certificate and a name server that play along.
    forcePathStyle: (access.endpoint ?? '') !== '' || access.bucket.includes('.'),
    requestHandler: new GuardedRequestHandler(reach, onOpen),
    maxAttempts: 2,
    retryMode: 'standard',
    defaultsMode: 'standard',
    // Storage that is not Amazon's refuses checksums that it does not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    disableS3ExpressSessionAuth: true,
    disableMultiregionAccessPoints: true,
    sigv4aSigningRegionSet: [],
    authSchemePreference: ['sigv4'],
    userAgentAppId: 'moorage',
  });
}

function credentialsOf({ keys }: S3Access) {
  if (keys) return { credentials: keys };
  return { credentials: { accessKeyId: '', secretAccessKey: '' }, signer: { sign: async <T>(request: T) => request } };
}
