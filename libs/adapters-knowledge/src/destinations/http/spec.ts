import type { ConnectorSpec } from '@moorage/domain';
import { authenticatorSchema } from '../../http/authenticator';

export const httpSpec: ConnectorSpec = {
  supportedDestinationSyncModes: ['append', 'append_dedup'],
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'HTTP push',
    description: 'Sends batches of records, to be added, changed or deleted, to an endpoint that takes pipeline upserts.',
    type: 'object',
    required: ['url', 'organization_id'],
    additionalProperties: false,
    properties: {
      url: { title: 'Address of the endpoint', type: 'string', format: 'uri', pattern: '^https?://', order: 0, examples: ['https://api.example.com/v1/pipeline/upsert'] },
      authenticator: { ...authenticatorSchema, order: 1 },
      organization_id: { title: 'Organization', description: 'Put into every record.', type: 'string', minLength: 1, maxLength: 255, order: 2, examples: ['org_xyz789'] },
      source_system: { title: 'Source system', description: 'Put into every record: where it comes from.', type: 'string', maxLength: 255, default: 'moorage', order: 3 },
      namespace: { title: 'Namespace', description: 'Put into every record that has none of its own.', type: 'string', maxLength: 255, default: 'default', order: 4 },
      validation_url: {
        title: 'Address for validation',
        description: 'Answers to a POST whether the credentials are right, and writes nothing. Without it a test sends an empty batch to the endpoint.',
        type: 'string',
        format: 'uri',
        pattern: '^https?://',
        order: 5,
        examples: ['https://api.example.com/v1/pipeline/health/validate'],
      },
    },
  },
};
