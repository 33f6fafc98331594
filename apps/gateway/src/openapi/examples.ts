import {
  CheckReply,
  ConfigurationReply,
  CreateConfigurationBody,
  CreateConnectorRequest,
  RefreshReply,
  TestReply,
  UpdateConfigurationBody,
  UpdateConnectorRequest,
  fieldsOf,
  type FieldRecord,
  type MessageClass,
} from '@moorage/contracts';
import type { Json, JsonObject } from '@moorage/domain';
import { wireNameOf } from '../operation/input-part';

/** Examples of classes whose fields, each with its own example, would not make sense together. */
const WHOLE = new Map<MessageClass, JsonObject>([
  [
    CreateConfigurationBody,
    {
      personalConnectorId: 'pcon_github',
      name: 'My GitHub Account',
      configuration: { repository: 'acme/backend', branch: 'main', paths: ['src/', 'docs/'] },
      credentials: { type: 'bearer', token: 'ghp_123' },
      metadata: { environment: 'production' },
    },
  ],
  [UpdateConfigurationBody, { configuration: { branch: 'develop' }, credentials: { type: 'bearer', token: 'ghp_456' } }],
  [
    ConfigurationReply,
    {
      id: 'pconf_abc123',
      object: 'personal_connector.configuration',
      userId: 'user_xyz789',
      organizationId: 'org_123',
      personalConnectorId: 'pcon_github',
      name: 'My GitHub Account',
      configuration: { repository: 'acme/backend', branch: 'main', paths: ['src/', 'docs/'], fileTypes: ['.py', '.md'] },
      enabled: true,
      healthStatus: 'healthy',
      lastSyncAt: '2025-10-07T10:00:00Z',
      description: 'Access to backend repository',
      metadata: { environment: 'production' },
      credentialType: 'bearer',
      credentialsUpdatedAt: '2025-10-01T00:00:00Z',
      createdAt: '2025-10-01T00:00:00Z',
      updatedAt: '2025-10-07T10:00:00Z',
    },
  ],
  [
    TestReply,
    {
      status: 'healthy',
      message: 'Connection successful. MCP server is responding correctly.',
      details: {
        serverUrl: 'http://clickup-mcp:8000',
        serverType: 'http',
        responseTimeMs: 145,
        serverVersion: '1.0.0',
        availableTools: 8,
        timings: { dnsMs: 2, connectMs: 11, handshakeMs: 72, listToolsMs: 60 },
        protocolVersion: '2025-11-25',
      },
      testedAt: '2025-10-07T12:30:00Z',
    },
  ],
  [
    RefreshReply,
    {
      success: true,
      message: 'Tool cache refreshed successfully.',
      details: {
        configurationId: 'pconf_abc123',
        toolsDiscovered: 8,
        previousToolCount: 6,
        newTools: ['clickup_update_task_status', 'clickup_add_attachment'],
        removedTools: [],
        changedTools: [],
        cachedAt: '2025-10-07T12:45:00Z',
        expiresAt: '2025-10-07T13:45:00Z',
      },
    },
  ],
  [
    CheckReply,
    {
      id: 'chk_01jabc',
      object: 'personal_connector.check',
      kind: 'test',
      status: 'unhealthy',
      checkedAt: '2025-10-06T15:00:00Z',
      responseTimeMs: 45,
      timings: { connectMs: 11, handshakeMs: 34 },
      failure: {
        stage: 'authenticate',
        code: 'AUTHENTICATION_FAILED',
        message: 'Authentication failed: the server did not accept the credentials (HTTP 401).',
        hint: 'Enter a new token or key; the present one is wrong, expired or revoked.',
        retryable: false,
      },
    },
  ],
  [
    CreateConnectorRequest,
    { name: 'My private server', serverType: 'http', serverUrl: 'https://example.com/mcp', headers: { Authorization: 'Bearer {token}' }, authMethods: ['bearer'] },
  ],
  [UpdateConnectorRequest, { serverUrl: 'https://example.com/v2/mcp' }],
]);

/** An example of a whole class, or of some of its fields. */
export function exampleOf(type: MessageClass, fields: FieldRecord[] = fieldsOf(type)): JsonObject {
  const made = WHOLE.get(type) ?? Object.fromEntries(fields.flatMap((field) => exampleMember(field)));
  return withEnds(made);
}

function exampleMember(field: FieldRecord): [string, Json][] {
  const name = wireNameOf(field);
  if (field.nested) {
    const inner = exampleOf(field.nested());
    return [[name, field.list ? [inner] : inner]];
  }
  return field.example === undefined ? [] : [[name, field.example as Json]];
}

/** The ends of a list are the ids of its data. */
function withEnds(example: JsonObject): JsonObject {
  if (!('firstId' in example) || !Array.isArray(example['data'])) return example;
  const ids = example['data'].map((item) => (item as JsonObject)['id'] as string);
  return { ...example, firstId: ids[0] ?? '', lastId: ids.at(-1) ?? '' };
}
