import type { ConnectorSpec } from '@moorage/domain';
import { BUCKET_NAME, REGION_NAME } from '../../s3/s3-access';

/** Named as in Airbyte's destination-s3. */
export interface S3DestinationConfiguration {
  s3_bucket_name: string;
  s3_bucket_path: string;
  s3_bucket_region: string;
  access_key_id: string;
  secret_access_key: string;
  s3_endpoint?: string;
  format: { format_type: 'JSONL' };
}

export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/s3',
  supportedDestinationSyncModes: ['overwrite', 'append'],
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'S3-compatible storage',
    type: 'object',
    required: ['s3_bucket_name', 's3_bucket_path', 's3_bucket_region', 'access_key_id', 'secret_access_key', 'format'],
    properties: {
      access_key_id: { title: 'Access key ID', type: 'string', minLength: 1, airbyte_secret: true, order: 0 },
      secret_access_key: { title: 'Secret access key', type: 'string', minLength: 1, airbyte_secret: true, order: 1 },
      s3_bucket_name: { title: 'Bucket', type: 'string', pattern: BUCKET_NAME, examples: ['exports'], order: 2 },
      s3_bucket_path: { title: 'Path', description: 'Every key begins with it.', type: 'string', minLength: 1, maxLength: 500, examples: ['moorage/exports'], order: 3 },
      s3_bucket_region: { title: 'Region', description: 'Where the bucket is.', type: 'string', pattern: REGION_NAME, default: 'us-east-1', examples: ['eu-central-1'], order: 4 },
      s3_endpoint: { title: 'Endpoint', description: 'Address of storage that is not Amazon’s, such as MinIO. Leave it out for Amazon S3.', type: 'string', default: '', examples: ['https://storage.example.com'], order: 5 },
      format: {
        title: 'Format',
        type: 'object',
        order: 6,
        oneOf: [{ title: 'JSON lines', type: 'object', required: ['format_type'], properties: { format_type: { type: 'string', const: 'JSONL', default: 'JSONL' } } }],
      },
    },
  },
};
