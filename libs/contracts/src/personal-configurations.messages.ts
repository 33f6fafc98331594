import { AUTH_METHODS, FAILURE_STAGES, SERVER_TYPES, type FailureCode, type FailureStage, type HealthStatus, type JsonObject, type ServerType } from '@moorage/domain';
import { defineBroadcast, defineRequest } from './define-message';
import { Field } from './field';

const CREDENTIAL_TYPES = AUTH_METHODS.filter((method) => method !== 'none');
const HEALTH_STATUSES = ['healthy', 'unhealthy', 'unknown'] as const;
const secretText = { min: 1, max: 10_000, optional: true } as const;

/** Credentials as a person enters them. Only the REST edge sees this class; between processes they travel sealed. */
export class CredentialsBody {
  @Field.choice(CREDENTIAL_TYPES, { doc: 'Which of the forms this is; it decides which other fields are needed.', example: 'bearer' })
  type!: (typeof CREDENTIAL_TYPES)[number];

  @Field.string({ doc: 'For `api_key`: the key.', example: 'pk_123', ...secretText })
  apiKey?: string;

  @Field.string({ doc: 'For `bearer`: the token.', example: 'ghp_123', ...secretText })
  token?: string;

  @Field.string({ doc: 'For `oauth2`: the access token.', example: 'eyJ…', ...secretText })
  accessToken?: string;

  @Field.string({ doc: 'For `oauth2`: the refresh token.', example: 'def…', ...secretText })
  refreshToken?: string;

  @Field.timestamp({ doc: 'For `oauth2`: when the access token expires.', example: '2025-12-31T23:59:59Z', optional: true })
  expiresAt?: string;

  @Field.string({ doc: 'For `basic`: the user name.', example: 'ada', ...secretText })
  username?: string;

  @Field.string({ doc: 'For `basic`: the password.', example: 'correct horse', ...secretText })
  password?: string;

  @Field.map({ doc: 'For `custom`: headers to send as they are.', example: { 'X-Token': 'abc' }, values: { type: 'string', maxLength: 10_000 }, maxKeys: 20, optional: true })
  headers?: Record<string, string>;
}

/** What a new configuration says of itself, but for its credentials. */
export class NewConfigurationFields {
  @Field.id('connector', { doc: 'The connector definition to configure.', example: 'pcon_github' })
  personalConnectorId!: string;

  @Field.string({ doc: 'Your own name for it; it need not be unique.', example: 'My GitHub Account', min: 1, max: 120 })
  name!: string;

  @Field.map({ doc: 'Settings, as the `configurationSchema` of the definition demands.', example: { repository: 'acme/backend', branch: 'main' }, optional: true })
  configuration?: JsonObject;

  @Field.string({ doc: 'What it is for.', example: 'Access to backend repository', max: 2_000, optional: true })
  description?: string;

  @Field.map({ doc: 'Your own key-value pairs, at most 50.', example: { environment: 'production' }, maxKeys: 50, optional: true })
  metadata?: JsonObject;

  @Field.boolean({ doc: 'Whether assistants may use it.', example: true, fallback: true, optional: true })
  enabled?: boolean;

  @Field.boolean({ doc: 'Test it before answering.', example: true, fallback: false, in: 'query', optional: true })
  test?: boolean;
}

/** The REST body of a new configuration: as the message, but with the credentials in the clear. */
export class CreateConfigurationBody extends NewConfigurationFields {
  @Field.object(() => CredentialsBody, { doc: 'Credentials, as `authMethods` of the definition demand. Encrypted at rest and never returned.', optional: true })
  credentials?: CredentialsBody;
}

/** The message of a new configuration: the credentials are sealed to the service. */
export class CreateConfigurationRequest extends NewConfigurationFields {
  @Field.string({ doc: 'Credentials as a JWE to the key of the service.', max: 100_000, optional: true })
  sealedCredentials?: string;
}

export class ConfigurationRef {
  @Field.id('configuration', { doc: 'Id of the configuration.', example: 'pconf_abc123', in: 'path', wireName: 'config_id' })
  configurationId!: string;
}

export class UpdateConfigurationFields extends ConfigurationRef {
  @Field.string({ doc: 'A new name.', example: 'My GitHub Account', min: 1, max: 120, optional: true })
  name?: string;

  @Field.map({ doc: 'Settings to merge in; null removes a key.', example: { branch: 'develop' }, optional: true })
  configuration?: JsonObject;

  @Field.string({ doc: 'A new description.', example: 'Access to backend repository', max: 2_000, optional: true })
  description?: string;

  @Field.map({ doc: 'Key-value pairs to merge in; null removes a key.', example: { environment: 'staging' }, optional: true })
  metadata?: JsonObject;

  @Field.boolean({ doc: 'Whether assistants may use it.', example: true, optional: true })
  enabled?: boolean;
}

export class UpdateConfigurationBody extends UpdateConfigurationFields {
  @Field.object(() => CredentialsBody, { doc: 'New credentials; they replace the stored ones.', optional: true })
  credentials?: CredentialsBody;
}

export class UpdateConfigurationRequest extends UpdateConfigurationFields {
  @Field.string({ doc: 'Credentials as a JWE to the key of the service.', max: 100_000, optional: true })
  sealedCredentials?: string;
}

export class ToggleConfigurationRequest extends ConfigurationRef {
  @Field.boolean({ doc: 'True switches it on, false off.', example: false })
  enabled!: boolean;
}

export class ListConfigurationsRequest {
  @Field.id('connector', { doc: 'Only configurations of this definition.', example: 'pcon_github', optional: true })
  personalConnectorId?: string;

  @Field.boolean({ doc: 'Only those switched on, or off.', example: true, optional: true })
  enabled?: boolean;

  @Field.choice(HEALTH_STATUSES, { doc: 'Only those in this health.', example: 'unhealthy', optional: true })
  healthStatus?: HealthStatus;

  @Field.map({ doc: 'Only those with this metadata: `metadata[environment]=production`.', example: { environment: 'production' }, values: { type: 'string' }, optional: true })
  metadata?: Record<string, string>;

  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('configuration', { doc: 'Continue after this id.', example: 'pconf_abc123', optional: true })
  after?: string;
}

export class ConfigurationReply {
  @Field.id('configuration', { doc: 'Id.', example: 'pconf_abc123' })
  id!: string;

  @Field.literal('personal_connector.configuration', { doc: 'Kind of object.' })
  object!: 'personal_connector.configuration';

  @Field.string({ doc: 'User who owns it; this or `apiKeyId` is present.', example: 'user_xyz789', optional: true })
  userId?: string;

  @Field.string({ doc: 'API key that owns it; this or `userId` is present.', example: 'apk_abc123', optional: true })
  apiKeyId?: string;

  @Field.id('organization', { doc: 'Organization it belongs to.', example: 'org_123' })
  organizationId!: string;

  @Field.id('connector', { doc: 'The connector definition.', example: 'pcon_github' })
  personalConnectorId!: string;

  @Field.string({ doc: 'Your own name for it.', example: 'My GitHub Account' })
  name!: string;

  @Field.map({ doc: 'Settings.', example: { repository: 'acme/backend' } })
  configuration!: JsonObject;

  @Field.boolean({ doc: 'Whether assistants may use it.', example: true })
  enabled!: boolean;

  @Field.choice(HEALTH_STATUSES, { doc: 'Result of the newest test or refresh.', example: 'healthy' })
  healthStatus!: HealthStatus;

  @Field.timestamp({ doc: 'When it was last tested or refreshed.', optional: true })
  lastSyncAt?: string;

  @Field.string({ doc: 'Why it is unhealthy.', example: 'Authentication failed: the server did not accept the credentials (HTTP 401).', optional: true })
  lastError?: string;

  @Field.string({ doc: 'What it is for.', example: 'Access to backend repository', optional: true })
  description?: string;

  @Field.map({ doc: 'Your own key-value pairs.', example: { environment: 'production' }, optional: true })
  metadata?: JsonObject;

  @Field.choice(CREDENTIAL_TYPES, { doc: 'Kind of the stored credentials; absent when there are none.', example: 'bearer', optional: true })
  credentialType?: (typeof CREDENTIAL_TYPES)[number];

  @Field.timestamp({ doc: 'When the credentials were last entered.', optional: true })
  credentialsUpdatedAt?: string;

  @Field.timestamp({ doc: 'When it was made.' })
  createdAt!: string;

  @Field.timestamp({ doc: 'When it was last changed; a test changes it too.' })
  updatedAt!: string;
}

export class ConfigurationListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => ConfigurationReply, { doc: 'Your configurations, newest first.' })
  data!: ConfigurationReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'pconf_def456', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'pconf_abc123', optional: true })
  lastId?: string;
}

export class DeletedConfigurationReply {
  @Field.id('configuration', { doc: 'Id of what was deleted.', example: 'pconf_abc123' })
  id!: string;

  @Field.literal('personal_connector.configuration', { doc: 'Kind of object.' })
  object!: 'personal_connector.configuration';

  @Field.literal(true, { doc: 'Always true.' })
  deleted!: true;
}

export class FailureReply {
  @Field.choice(FAILURE_STAGES, { doc: 'Where the attempt ended.', example: 'authenticate' })
  stage!: FailureStage;

  @Field.string({ doc: 'Code for machines, see the reference of failures.', example: 'AUTHENTICATION_FAILED' })
  code!: FailureCode;

  @Field.string({ doc: 'What is wrong, in words.', example: 'Authentication failed: the server did not accept the credentials (HTTP 401).' })
  message!: string;

  @Field.string({ doc: 'What to do next.', example: 'Enter a new token or key; the present one is wrong, expired or revoked.' })
  hint!: string;

  @Field.boolean({ doc: 'Whether trying again may help without any change.', example: false })
  retryable!: boolean;
}

export class TimingsReply {
  @Field.number({ doc: 'Milliseconds to resolve the host name.', example: 2, optional: true })
  dnsMs?: number;

  @Field.number({ doc: 'Milliseconds to open the connection.', example: 11, optional: true })
  connectMs?: number;

  @Field.number({ doc: 'Milliseconds to agree on TLS.', example: 23, optional: true })
  tlsMs?: number;

  @Field.number({ doc: 'Milliseconds to learn who the server is.', example: 40, optional: true })
  handshakeMs?: number;

  @Field.number({ doc: 'Milliseconds to read the tool list.', example: 35, optional: true })
  listToolsMs?: number;
}

export class TestDetails {
  @Field.string({ doc: 'Address of the server, without credentials.', example: 'http://clickup-mcp:8000', optional: true })
  serverUrl?: string;

  @Field.choice(SERVER_TYPES, { doc: 'Transport.', example: 'http' })
  serverType!: ServerType;

  @Field.integer({ doc: 'Milliseconds from the start of the test to its result.', example: 145 })
  responseTimeMs!: number;

  @Field.string({ doc: 'Version that the server gives of itself.', example: '1.0.0', optional: true })
  serverVersion?: string;

  @Field.integer({ doc: 'How many tools the server offers.', example: 8, optional: true })
  availableTools?: number;

  @Field.object(() => TimingsReply, { doc: 'Milliseconds by stage; a stage that did not run is absent.' })
  timings!: TimingsReply;

  @Field.string({ doc: 'MCP revision in use.', example: '2025-11-25', optional: true })
  protocolVersion?: string;

  @Field.object(() => FailureReply, { doc: 'Why it is unhealthy; absent when healthy.', optional: true })
  failure?: FailureReply;
}

export class TestReply {
  @Field.choice(['healthy', 'unhealthy'] as const, { doc: 'The result.', example: 'healthy' })
  status!: 'healthy' | 'unhealthy';

  @Field.string({ doc: 'The result in words.', example: 'Connection successful. MCP server is responding correctly.' })
  message!: string;

  @Field.object(() => TestDetails, { doc: 'What was found.' })
  details!: TestDetails;

  @Field.timestamp({ doc: 'When it was tested.' })
  testedAt!: string;
}

export class RefreshDetails {
  @Field.id('configuration', { doc: 'The configuration.', example: 'pconf_abc123' })
  configurationId!: string;

  @Field.integer({ doc: 'How many tools there are now.', example: 8 })
  toolsDiscovered!: number;

  @Field.integer({ doc: 'How many tools there were before.', example: 6 })
  previousToolCount!: number;

  @Field.strings({ doc: 'Tools that were not there before.', example: ['clickup_add_attachment'] })
  newTools!: string[];

  @Field.strings({ doc: 'Tools that are gone.', example: [] })
  removedTools!: string[];

  @Field.strings({ doc: 'Tools with the same name and another definition. Read them before you trust them.', example: [] })
  changedTools!: string[];

  @Field.timestamp({ doc: 'When the tools were fetched.' })
  cachedAt!: string;

  @Field.timestamp({ doc: 'Until when they are used without asking again.' })
  expiresAt!: string;
}

export class RefreshReply {
  @Field.literal(true, { doc: 'Always true.' })
  success!: true;

  @Field.string({ doc: 'The result in words.', example: 'Tool cache refreshed successfully.' })
  message!: string;

  @Field.object(() => RefreshDetails, { doc: 'What was found and what has changed.' })
  details!: RefreshDetails;
}

export class ListToolsRequest extends ConfigurationRef {
  @Field.boolean({ doc: 'Ask the server even if the cached tools are fresh.', example: false, fallback: false, in: 'query', optional: true })
  forceRefresh?: boolean;
}

export class ToolReply {
  @Field.string({ doc: 'Name by which it is called.', example: 'clickup_create_task' })
  name!: string;

  @Field.string({ doc: 'Title for people.', example: 'Create a task', optional: true })
  title?: string;

  @Field.string({ doc: 'What it does.', example: 'Creates a task in a list.', max: 1_000_000, optional: true })
  description?: string;

  @Field.map({ doc: 'JSON Schema of its arguments.', example: { type: 'object' } })
  inputSchema!: JsonObject;

  @Field.map({ doc: 'JSON Schema of its result.', example: { type: 'object' }, optional: true })
  outputSchema?: JsonObject;

  @Field.map({ doc: 'Hints of the server on its behaviour.', example: { readOnlyHint: true }, optional: true })
  annotations?: JsonObject;
}

export class ToolListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => ToolReply, { doc: 'Tool definitions, in the order of the server.' })
  data!: ToolReply[];

  @Field.timestamp({ doc: 'When they were fetched.' })
  cachedAt!: string;

  @Field.timestamp({ doc: 'Until when they are used without asking again.' })
  expiresAt!: string;
}

export class ListChecksRequest extends ConfigurationRef {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, in: 'query', optional: true })
  limit?: number;

  @Field.string({ doc: 'Continue after this id.', example: 'chk_01jabc', pattern: /^chk_[A-Za-z0-9_]{1,64}$/, in: 'query', optional: true })
  after?: string;
}

export class CheckReply {
  @Field.id('check', { doc: 'Id.', example: 'chk_01jabc' })
  id!: string;

  @Field.literal('personal_connector.check', { doc: 'Kind of object.' })
  object!: 'personal_connector.check';

  @Field.choice(['test', 'refresh'] as const, { doc: 'What was done.', example: 'test' })
  kind!: 'test' | 'refresh';

  @Field.choice(['healthy', 'unhealthy'] as const, { doc: 'The result.', example: 'healthy' })
  status!: 'healthy' | 'unhealthy';

  @Field.timestamp({ doc: 'When.' })
  checkedAt!: string;

  @Field.integer({ doc: 'Milliseconds it took.', example: 145 })
  responseTimeMs!: number;

  @Field.object(() => TimingsReply, { doc: 'Milliseconds by stage.' })
  timings!: TimingsReply;

  @Field.integer({ doc: 'How many tools the server offered.', example: 8, optional: true })
  availableTools?: number;

  @Field.string({ doc: 'MCP revision in use.', example: '2025-11-25', optional: true })
  protocolVersion?: string;

  @Field.string({ doc: 'Version that the server gave of itself.', example: '1.0.0', optional: true })
  serverVersion?: string;

  @Field.object(() => FailureReply, { doc: 'Why it failed; absent when healthy.', optional: true })
  failure?: FailureReply;
}

export class CheckListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => CheckReply, { doc: 'Tests and refreshes, newest first.' })
  data!: CheckReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'chk_01jabd', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'chk_01jabc', optional: true })
  lastId?: string;
}

/** Asked by the gateway before an API key is removed; the owner is a key that belongs to itself. */
export class OwnedByKeyRequest {
  @Field.id('apiKey', { doc: 'The API key.', example: 'apk_abc123' })
  apiKeyId!: string;

  @Field.boolean({ doc: 'Remove what the key owns.', example: false })
  remove!: boolean;
}

export class OwnedByKeyReply {
  @Field.integer({ doc: 'How many configurations the key owns, or owned.', example: 2 })
  configurations!: number;
}

export class ToolsChangedEvent {
  @Field.strings({ doc: 'Configurations whose tools may differ now.', example: ['pconf_abc123'] })
  configurationIds!: string[];
}

const READ = { deadlineMs: 5_000, errors: ['CONFIGURATION_NOT_FOUND'] } as const;
/** Longer than the longest test deadline that can be configured (60 s). */
const UPSTREAM_DEADLINE_MS = 65_000;
/** A refresh may have to wait for one that is under way, and then run itself. */
const FETCH_DEADLINE_MS = 130_000;

export const createConfiguration = defineRequest({
  subject: 'personal.configurations.create.v1',
  request: CreateConfigurationRequest,
  reply: ConfigurationReply,
  deadlineMs: UPSTREAM_DEADLINE_MS,
  errors: ['CONNECTOR_NOT_FOUND', 'CONNECTOR_INVALID_CONFIG', 'UNPROCESSABLE'],
  doc: 'Makes a configuration, and tests it when asked to.',
});

export const listConfigurations = defineRequest({
  subject: 'personal.configurations.list.v1',
  request: ListConfigurationsRequest,
  reply: ConfigurationListReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'The configurations of the caller.',
});

export const getConfiguration = defineRequest({
  subject: 'personal.configurations.get.v1',
  request: ConfigurationRef,
  reply: ConfigurationReply,
  ...READ,
  doc: 'One configuration.',
});

export const updateConfiguration = defineRequest({
  subject: 'personal.configurations.update.v1',
  request: UpdateConfigurationRequest,
  reply: ConfigurationReply,
  deadlineMs: 5_000,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONNECTOR_NOT_FOUND', 'CONNECTOR_INVALID_CONFIG', 'UNPROCESSABLE'],
  doc: 'Changes a configuration; new credentials or settings start a new generation.',
});

export const deleteConfiguration = defineRequest({
  subject: 'personal.configurations.delete.v1',
  request: ConfigurationRef,
  reply: DeletedConfigurationReply,
  ...READ,
  doc: 'Removes a configuration with its credentials, cached tools and history.',
});

export const toggleConfiguration = defineRequest({
  subject: 'personal.configurations.toggle.v1',
  request: ToggleConfigurationRequest,
  reply: ConfigurationReply,
  ...READ,
  doc: 'Switches a configuration on or off; off drops its cached tools.',
});

export const testConfiguration = defineRequest({
  subject: 'personal.configurations.test.v1',
  request: ConfigurationRef,
  reply: TestReply,
  deadlineMs: UPSTREAM_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND'],
  doc: 'Connects to the MCP server with the stored credentials and reports what it found; executes no tool.',
});

export const refreshTools = defineRequest({
  subject: 'personal.tools.refresh.v1',
  request: ConfigurationRef,
  reply: RefreshReply,
  deadlineMs: FETCH_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONFIGURATION_DISABLED', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'Fetches the tool definitions anew and says what has changed.',
});

export const listTools = defineRequest({
  subject: 'personal.tools.list.v1',
  request: ListToolsRequest,
  reply: ToolListReply,
  deadlineMs: FETCH_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONFIGURATION_DISABLED', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'The cached tool definitions; fetches them when there are none or they are stale.',
});

export const listChecks = defineRequest({
  subject: 'personal.checks.list.v1',
  request: ListChecksRequest,
  reply: CheckListReply,
  ...READ,
  doc: 'History of tests and refreshes.',
});

export const ownedByKey = defineRequest({
  subject: 'personal.configurations.owned-by-key.v1',
  request: OwnedByKeyRequest,
  reply: OwnedByKeyReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'Counts, or removes, the configurations that belong to an API key.',
});

export const toolsChanged = defineBroadcast({
  subject: 'personal.tools.changed.v1',
  event: ToolsChangedEvent,
  doc: 'The tools of these configurations may have changed; re-read them.',
});
