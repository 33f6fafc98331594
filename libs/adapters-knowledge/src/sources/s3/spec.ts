import type { ConnectorSpec } from '@moorage/domain';
import { fileSelectionProperties, type FileSelection } from '../../files/file-stream-config';
import { BUCKET_NAME, REGION_NAME } from '../../s3/s3-access';

/** Named as in Airbyte's source-s3. */
export interface S3SourceConfiguration extends FileSelection {
  bucket: string;
  aws_access_key_id?: string;
  aws_secret_access_key?: string;
  region_name?: string;
  endpoint?: string;
  path_prefix?: string;
}

export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/s3',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'S3-compatible storage',
    type: 'object',
    required: ['bucket'],
    dependencies: { aws_access_key_id: ['aws_secret_access_key'], aws_secret_access_key: ['aws_access_key_id'] },
    properties: {
      bucket: { title: 'Bucket', description: 'Name of the bucket that holds the files.', type: 'string', pattern: BUCKET_NAME, examples: ['handbook'], order: 0 },
      aws_access_key_id: { title: 'Access key ID', description: 'Leave both keys out for a bucket that anyone may read.', type: 'string', minLength: 1, airbyte_secret: true, order: 1 },
      aws_secret_access_key: { title: 'Secret access key', type: 'string', minLength: 1, airbyte_secret: true, order: 2 },
      region_name: { title: 'Region', description: 'Where the bucket is; us-east-1 when left out.', type: 'string', pattern: REGION_NAME, examples: ['eu-central-1'], order: 3 },
      endpoint: { title: 'Endpoint', description: 'Address of storage that is not Amazon’s, such as MinIO. Leave it out for Amazon S3.', type: 'string', default: '', examples: ['https://storage.example.com'], order: 4 },
      path_prefix: { title: 'Path prefix', description: 'Only objects whose keys begin so are listed.', type: 'string', maxLength: 1_000, default: '', examples: ['reports/2026/'], order: 5 },
      ...fileSelectionProperties(6),
    },
  },
};
