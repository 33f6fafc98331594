import { randomBytes } from 'node:crypto';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import { defineDestination } from '../../native/native-connector';
import { reachBucket } from '../../s3/reach-bucket';
import { S3Bucket } from '../../s3/s3-bucket';
import { DEFAULT_REGION } from '../../s3/s3-access';
import { spec, type S3DestinationConfiguration } from './spec';

/** Files in S3-compatible storage. */
export const s3Destination = defineDestination<S3DestinationConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'write'],

  async check(configuration, run) {
    const bucket = bucketOf(configuration, run);
    const path = configuration.s3_bucket_path.replace(/^\/+|\/+$/g, '');
    await reachBucket(run, () => bucket.page(path, 1));
    if (!run.writeProbe) return run.skip('write', 'Whether objects can be written was not tested, because a test leaves storage as it is. With write_probe, one marked object is written and deleted.');
    await run.step('write', () => writeAndDelete(bucket, `${path}/${probeName()}`));
  },
});

function bucketOf(configuration: S3DestinationConfiguration, run: CheckRun): S3Bucket {
  const { s3_bucket_name: bucket, s3_endpoint: endpoint, s3_bucket_region: region, access_key_id: accessKeyId, secret_access_key: secretAccessKey } = configuration;
  const access = { bucket, endpoint, region: region || DEFAULT_REGION, keys: { accessKeyId, secretAccessKey } };
  const fields = { keyId: 'access_key_id', secret: 'secret_access_key', region: 's3_bucket_region' };
  return new S3Bucket(access, fields, run.reach, (timings) => run.opened(timings));
}

/** Short: what is longer is taken for a secret, and would not be shown. */
function probeName(): string {
  return `.moorage-check-${randomBytes(4).toString('hex')}`;
}

/** What cannot be deleted stays; then people are told where. */
async function writeAndDelete(bucket: S3Bucket, key: string): Promise<void> {
  await bucket.put(key, 'Moorage tests whether it may write here. This object can be deleted.\n');
  await bucket.delete(key).catch((cause: unknown) => {
    throw ActorFailed.of('PROBE_LEFT', { what: `the object ${key} of the bucket ${bucket.name}` }, { cause });
  });
}
