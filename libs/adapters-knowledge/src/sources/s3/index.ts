import type { ConnectTimings } from '@moorage/egress';
import { FileStreams } from '../../files/file-streams';
import { defineSource } from '../../native/native-connector';
import type { Reach } from '../../native/reach';
import { reachBucket } from '../../s3/reach-bucket';
import { S3Bucket } from '../../s3/s3-bucket';
import { DEFAULT_REGION, type S3Access } from '../../s3/s3-access';
import { S3FileStore } from '../../s3/s3-file-store';
import { spec, type S3SourceConfiguration } from './spec';

/** Files in S3-compatible storage. */
export const s3Source = defineSource<S3SourceConfiguration>({
  spec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],

  async check(configuration, run) {
    const bucket = bucketOf(configuration, run.reach, (timings) => run.opened(timings));
    const streams = streamsOf(configuration, bucket, run.reach);
    const { KeyCount } = await reachBucket(run, () => bucket.page(configuration.path_prefix ?? '', 1));
    if (KeyCount === 0) run.warn(`The bucket ${bucket.name} holds nothing${configuration.path_prefix ? ' below this path prefix' : ''} that these credentials may see.`);
    for (const missing of await run.step('read', () => streams.tryOut())) run.warn(missing);
  },

  discover: (configuration, reach) => streamsOf(configuration, bucketOf(configuration, reach), reach).discover(),

  read: (configuration, request, reach) => streamsOf(configuration, bucketOf(configuration, reach), reach).read(request),
});

function streamsOf(configuration: S3SourceConfiguration, bucket: S3Bucket, reach: Reach): FileStreams {
  return new FileStreams(new S3FileStore(bucket, configuration.path_prefix), configuration, () => reach.now());
}

function bucketOf(configuration: S3SourceConfiguration, reach: Reach, onOpen?: (timings: ConnectTimings) => void): S3Bucket {
  return new S3Bucket(accessOf(configuration), { keyId: 'aws_access_key_id', secret: 'aws_secret_access_key', region: 'region_name' }, reach, onOpen);
}

function accessOf({ bucket, endpoint, region_name: region, aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey }: S3SourceConfiguration): S3Access {
  return { bucket, endpoint, region: region || DEFAULT_REGION, ...(accessKeyId && secretAccessKey && { keys: { accessKeyId, secretAccessKey } }) };
}
