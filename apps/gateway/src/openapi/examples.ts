import {
  CallReply,
  CheckReply,
  ConfigurationReply,
  ConnectorListReply,
  ConnectorReply,
  CreateConfigurationBody,
  CreateConnectorRequest,
  ImportConnectorsBody,
  ImportReply,
  RefreshReply,
  TestReply,
  ToolReply,
  UpdateConfigurationBody,
  UpdateConnectorRequest,
  fieldsOf,
  instantText,
  type FieldRecord,
  type MessageClass,
} from '@moorage/contracts';
import { failure, wellKnownConnectors, type Json, type JsonObject } from '@moorage/domain';
import { wireNameOf } from '../operation/input-part';
import { IMPORT_EXAMPLES, type NamedExample } from './import-examples';
import { TEST_FORMS, TEST_WHOLES } from './test-examples';

/** What the catalogue holds for the examples of its filters. */
const CATALOGUE: JsonObject[] = wellKnownConnectors(new Date('2025-10-01T00:00:00Z'))
  .filter(({ type, category }) => type === 'official' && category === 'development')
  .map(({ createdAt, updatedAt, ...connector }) => ({ object: 'personal_connector', ...connector, createdAt: instantText(createdAt), updatedAt: instantText(updatedAt) }));

/** Examples of classes whose fields, each with its own example, would not make sense together. */
const WHOLE = new Map<MessageClass, JsonObject>([
  ...TEST_WHOLES,
  [
    CreateConfigurationBody,
    {
      personalConnectorId: 'pcon_github',
      name: 'My GitHub Account',
      configuration: { repository: 'acme/backend', branch: 'main', paths: ['src/', 'docs/'], fileTypes: ['.py', '.md'] },
      description: 'Access to backend repository',
      credentials: { type: 'bearer', token: 'ghp_123' },
      metadata: { environment: 'production' },
    },
  ],
  [UpdateConfigurationBody, { configuration: { branch: 'develop' }, credentials: { type: 'bearer', token: 'ghp_456' }, tools: { deny: ['delete_repository'], onChange: 'hold' } }],
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
      tools: { deny: ['delete_repository'], onChange: 'hold' },
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
      failure: { ...failure('AUTHENTICATION_FAILED') },
    },
  ],
  [
    CallReply,
    {
      id: 'call_01jabc',
      object: 'personal_connector.call',
      userId: 'user_xyz789',
      toolName: 'clickup_create_task',
      outcome: 'succeeded',
      credentialsSuspected: false,
      via: 'mcp',
      startedAt: '2025-10-07T12:50:00Z',
      durationMs: 145,
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
  ],
  [
    ToolReply,
    {
      name: 'clickup_create_task',
      title: 'Create a task',
      description: 'Creates a task in a list.',
      inputSchema: { type: 'object', properties: { listId: { type: 'string' }, name: { type: 'string' } }, required: ['listId', 'name'] },
      outputSchema: { type: 'object', properties: { taskId: { type: 'string' } }, required: ['taskId'] },
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
  ],
  [ConnectorReply, CATALOGUE[0] ?? {}],
  [ConnectorListReply, { object: 'list', data: CATALOGUE, hasMore: false, firstId: '', lastId: '' }],
  [
    CreateConnectorRequest,
    { name: 'My private server', serverType: 'http', serverUrl: 'https://example.com/mcp', headers: { Authorization: 'Bearer {token}' }, authMethods: ['bearer'] },
  ],
  [UpdateConnectorRequest, { serverUrl: 'https://example.com/v2/mcp' }],
  [
    ImportReply,
    {
      object: 'import',
      dryRun: false,
      format: 'mcpServers',
      created: [{ name: 'weather', serverType: 'http', personalConnectorId: 'pcon_01jabc', configurationId: 'pconf_01jabd' }],
      skipped: [{ name: 'github', path: 'mcpServers.github', code: 'INSUFFICIENT_PERMISSIONS', reason: 'The role admin is needed to define a connector that runs a command.' }],
    },
  ],
]);

/** Examples of inputs that come in several forms. */
const SEVERAL = new Map<MessageClass, Record<string, NamedExample>>([[ImportConnectorsBody, IMPORT_EXAMPLES], ...TEST_FORMS]);

/** All examples of a class by name; `undefined` when the one of `exampleOf` is enough. */
export function namedExamplesOf(type: MessageClass): Record<string, NamedExample> | undefined {
  return SEVERAL.get(type);
}

/** An example of a whole class, or of some of its fields. */
export function exampleOf(type: MessageClass, fields: FieldRecord[] = fieldsOf(type)): JsonObject {
  const [first] = Object.values(SEVERAL.get(type) ?? {});
  const made = first?.value ?? WHOLE.get(type) ?? Object.fromEntries(fields.flatMap((field) => exampleMember(field)));
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
