import { failure, METADATA_KEYS, type HealthStatus, type JsonObject } from '@moorage/domain';
import { CREDENTIAL_TYPES, CredentialsBody } from './credentials-body';
import { defineRequest } from './define-message';
import { Field } from './field';
import { ToolPolicyFields } from './tool-policy-fields';

const HEALTH_STATUSES = ['healthy', 'unhealthy', 'unknown'] as const;

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

  @Field.map({ doc: `Your own key-value pairs, at most ${METADATA_KEYS}.`, example: { environment: 'production' }, maxKeys: METADATA_KEYS, optional: true })
  metadata?: JsonObject;

  @Field.boolean({ doc: 'Whether assistants may use it.', example: true, fallback: true, optional: true })
  enabled?: boolean;

  @Field.object(() => ToolPolicyFields, { doc: 'Which tools assistants may use; all, with `warn`, when absent.', optional: true })
  tools?: ToolPolicyFields;

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

  @Field.object(() => ToolPolicyFields, { doc: 'Which tools assistants may use, in place of what was said before; null lets them use all again.', optional: true, nullable: true })
  tools?: ToolPolicyFields | null;
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

  @Field.choice(HEALTH_STATUSES, { doc: 'Only those in this health.', example: 'healthy', optional: true })
  healthStatus?: HealthStatus;

  @Field.map({ doc: 'Only those with this metadata: `metadata[environment]=production`.', example: { environment: 'production' }, values: { type: 'string' }, optional: true })
  metadata?: Record<string, string>;

  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('configuration', { doc: 'Continue after this id.', example: 'pconf_def456', optional: true })
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

  @Field.string({ doc: 'Why it is unhealthy.', example: failure('AUTHENTICATION_FAILED').message, optional: true })
  lastError?: string;

  @Field.object(() => ToolPolicyFields, { doc: 'Which tools assistants may use; absent when nothing was said.', optional: true })
  tools?: ToolPolicyFields;

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

/** Asked by the gateway when a user, or an API key that belongs to itself, is to go. One of the two ids is there. */
export class OwnedConfigurationsRequest {
  @Field.id('user', { doc: 'The user who owns them.', example: 'user_xyz789', optional: true })
  userId?: string;

  @Field.id('apiKey', { doc: 'The API key that owns them.', example: 'apk_abc123', optional: true })
  apiKeyId?: string;

  @Field.boolean({ doc: 'Remove them, not only count them.', example: false })
  remove!: boolean;
}

export class OwnedConfigurationsReply {
  @Field.integer({ doc: 'How many there are, or were.', example: 2 })
  configurations!: number;
}

const READ = { deadlineMs: 5_000, errors: ['CONFIGURATION_NOT_FOUND'] } as const;

/** It may test before it answers: longer than the longest test deadline that can be configured (60 s). */
const CREATE_DEADLINE_MS = 65_000;

export const createConfiguration = defineRequest({
  subject: 'personal.configurations.create.v1',
  request: CreateConfigurationRequest,
  reply: ConfigurationReply,
  deadlineMs: CREATE_DEADLINE_MS,
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

export const ownedConfigurations = defineRequest({
  subject: 'personal.configurations.owned.v1',
  request: OwnedConfigurationsRequest,
  reply: OwnedConfigurationsReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'Counts, or removes, all configurations of a user or an API key.',
});
