import type { ConnectorSpec, JsonObject } from '@moorage/domain';
import { fileSelectionProperties, type FileSelection } from '../../files/file-stream-config';

/** Named as in Airbyte's source-sftp; streams as in its connectors for files. */
export interface SftpSourceConfiguration extends FileSelection {
  host: string;
  port?: number;
  user: string;
  credentials: { auth_method: 'SSH_PASSWORD_AUTH'; auth_user_password: string } | { auth_method: 'SSH_KEY_AUTH'; auth_ssh_key: string };
  host_key_fingerprint?: string;
  folder_path?: string;
  file_types?: string;
  file_pattern?: string;
}

const method = (title: string, kind: string, field: string, about: JsonObject): JsonObject => ({
  title,
  type: 'object',
  required: ['auth_method', field],
  properties: { auth_method: { type: 'string', const: kind, order: 0 }, [field]: { type: 'string', minLength: 1, airbyte_secret: true, order: 1, ...about } },
});

export const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/sftp',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'SFTP server',
    type: 'object',
    required: ['host', 'user', 'credentials'],
    properties: {
      host: { title: 'Host', type: 'string', minLength: 1, maxLength: 253, examples: ['sftp.example.com'], order: 0 },
      port: { title: 'Port', type: 'integer', minimum: 1, maximum: 65_535, default: 22, order: 1 },
      user: { title: 'User name', type: 'string', minLength: 1, maxLength: 255, order: 2 },
      credentials: {
        title: 'Authentication',
        type: 'object',
        order: 3,
        oneOf: [
          method('Password', 'SSH_PASSWORD_AUTH', 'auth_user_password', { title: 'Password' }),
          method('Private key', 'SSH_KEY_AUTH', 'auth_ssh_key', { title: 'Private key', description: 'In PEM or OpenSSH format, without a passphrase.', multiline: true }),
        ],
      },
      host_key_fingerprint: {
        title: 'Fingerprint of the host key',
        description: 'SHA256 fingerprint as `ssh-keygen -lf` prints it; several may be given. Without it no credentials are sent: the test then shows the fingerprint for you to compare.',
        type: 'string',
        maxLength: 1_000,
        examples: ['SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8'],
        order: 4,
      },
      folder_path: { title: 'Folder', description: 'It and the folders in it are read.', type: 'string', maxLength: 1_000, default: '/', examples: ['/exports'], order: 5 },
      file_types: { title: 'File types', description: 'Each becomes a stream of that name, unless streams are configured.', type: 'string', pattern: '^(csv|json|jsonl)(,(csv|json|jsonl))*$', default: 'csv,json', order: 6 },
      file_pattern: { title: 'File pattern', description: 'Regular expression that the names of files must match.', type: 'string', maxLength: 500, examples: ['^log-[0-9]{8}'], order: 7 },
      ...fileSelectionProperties(8),
    },
  },
};

/** The streams that are configured, or one for each file type. */
export function selectionOf({ streams, file_types: types = 'csv,json', start_date }: SftpSourceConfiguration): FileSelection {
  const byType = [...new Set(types.split(','))].map((type) => ({ name: type, globs: [`**/*.${type}`], format: { filetype: type as 'csv' | 'json' | 'jsonl' } }));
  return { streams: streams?.length ? streams : byType, start_date };
}
