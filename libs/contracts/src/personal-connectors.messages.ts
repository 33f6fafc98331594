import { AUTH_METHODS, CONNECTOR_CATEGORIES, CONNECTOR_STATUSES, CONNECTOR_TYPES, METADATA_KEYS, SERVER_TYPES, type AuthMethod, type ConnectorCategory, type ConnectorStatus, type ConnectorType, type JsonObject, type ServerType, type Visibility } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';

const VISIBILITIES = ['private', 'organization'] as const;
const TYPE_ALIASES = ['aitronos_built'] as const;
const text = { type: 'string', maxLength: 10_000 };

/** What the author of a custom definition may say of it. */
export class ConnectorFields {
  @Field.string({ doc: 'Name shown to people.', example: 'My private server', min: 1, max: 120, optional: true })
  name?: string;

  @Field.string({ doc: 'Kind key for machines.', example: 'custom_mcp', min: 1, max: 60, pattern: /^[a-z0-9][a-z0-9_-]*$/, form: 'must consist of lower-case letters, digits, _ and -, and start with a letter or digit', optional: true })
  connectorId?: string;

  @Field.string({ doc: 'What it is good for.', example: 'Tools of our build server.', max: 2_000, optional: true })
  description?: string;

  @Field.string({ doc: 'Address of an icon.', example: 'https://example.com/icon.svg', max: 2_000, format: 'uri', pattern: /^https?:\/\//, form: 'must start with http:// or https://', optional: true })
  iconUrl?: string;

  @Field.choice(CONNECTOR_CATEGORIES, { doc: 'Shelf in the catalogue.', example: 'development', optional: true })
  category?: ConnectorCategory;

  @Field.string({ doc: 'Version of the definition.', example: '1.0.0', max: 60, optional: true })
  version?: string;

  @Field.choice(CONNECTOR_STATUSES, { doc: 'Whether new configurations should use it.', example: 'active', optional: true })
  status?: ConnectorStatus;

  @Field.choice(SERVER_TYPES, { doc: '`http` is MCP Streamable HTTP, `sse` the older HTTP+SSE, `stdio` a command, which needs the role admin.', example: 'http', optional: true })
  serverType?: ServerType;

  @Field.string({ doc: 'Address template of the MCP server; `{token}`, `{apiKey}`, `{username}`, `{password}` and `{configuration.x}` are filled in.', example: 'https://example.com/mcp', min: 1, max: 2_000, optional: true })
  serverUrl?: string;

  @Field.string({ doc: 'Command of a `stdio` server.', example: 'npx', min: 1, max: 1_000, optional: true })
  command?: string;

  @Field.strings({ doc: 'Argument templates of the command.', example: ['-y', '@modelcontextprotocol/server-everything'], maxItems: 100, optional: true })
  args?: string[];

  @Field.map({ doc: 'Environment variable templates of the command.', example: { API_TOKEN: '{token}' }, values: text, maxKeys: 100, optional: true })
  env?: Record<string, string>;

  @Field.map({ doc: 'Header templates sent to the server.', example: { Authorization: 'Bearer {token}' }, values: text, maxKeys: 50, optional: true })
  headers?: Record<string, string>;

  @Field.strings({ doc: 'Kinds of credentials that the server accepts.', example: ['bearer'], values: AUTH_METHODS, maxItems: AUTH_METHODS.length, optional: true })
  authMethods?: AuthMethod[];

  @Field.map({ doc: 'JSON Schema 2020-12 that the `configuration` object must fit.', example: { type: 'object' }, optional: true })
  configurationSchema?: JsonObject;

  @Field.map({ doc: `Your own key-value pairs, at most ${METADATA_KEYS}.`, example: { team: 'engineering' }, maxKeys: METADATA_KEYS, optional: true })
  metadata?: JsonObject;
}

export class CreateConnectorRequest extends ConnectorFields {
  @Field.string({ doc: 'Name shown to people.', example: 'My private server', min: 1, max: 120 })
  declare name: string;

  @Field.choice(['custom'] as const, { doc: 'Only custom definitions can be created.', example: 'custom', optional: true })
  type?: 'custom';

  @Field.choice(VISIBILITIES, { doc: '`organization` needs the role admin. Cannot be changed later.', example: 'private', optional: true })
  visibility?: Visibility;
}

export class ConnectorRef {
  @Field.id('connector', { doc: 'Id of the connector definition.', example: 'pcon_github', in: 'path', wireName: 'connector_id' })
  connectorId!: string;
}

/** Well-known definitions cannot be deleted. */
export class CustomConnectorRef extends ConnectorRef {
  @Field.id('connector', { doc: 'Id of a custom definition.', example: 'pcon_01jabc', in: 'path', wireName: 'connector_id' })
  declare connectorId: string;
}

/** A field of an update: the key part is named apart because `connectorId` is also a property of the definition. */
export class UpdateConnectorRequest extends ConnectorFields {
  @Field.id('connector', { doc: 'Id of a custom definition.', example: 'pcon_01jabc', in: 'path', wireName: 'connector_id' })
  id!: string;
}

export class ListConnectorsRequest {
  @Field.choice(CONNECTOR_TYPES, { doc: 'Only definitions of this type.', example: 'official', aliases: TYPE_ALIASES, optional: true })
  type?: ConnectorType | 'aitronos_built';

  @Field.choice(CONNECTOR_CATEGORIES, { doc: 'Only definitions on this shelf.', example: 'development', optional: true })
  category?: ConnectorCategory;

  @Field.choice(CONNECTOR_STATUSES, { doc: 'Only definitions with this status; `active` when absent.', example: 'active', optional: true })
  status?: ConnectorStatus;

  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('connector', { doc: 'Continue after this id.', example: 'pcon_custom', optional: true })
  after?: string;

  @Field.integer({ doc: 'Skip so many.', example: 0, max: 100_000, fallback: 0, optional: true })
  offset?: number;
}

export class ConnectorReply {
  @Field.id('connector', { doc: 'Id.', example: 'pcon_github' })
  id!: string;

  @Field.literal('personal_connector', { doc: 'Kind of object.' })
  object!: 'personal_connector';

  @Field.string({ doc: 'Name shown to people.', example: 'GitHub' })
  name!: string;

  @Field.choice(CONNECTOR_TYPES, { doc: '`official`: hosted by its vendor; `built_in`: configured by the operator; `custom`: made by a user.', example: 'official' })
  type!: ConnectorType;

  @Field.string({ doc: 'Kind key for machines.', example: 'github' })
  connectorId!: string;

  @Field.string({ doc: 'What it is good for.', example: 'Repositories, issues and pull requests.', optional: true })
  description?: string;

  @Field.string({ doc: 'Address of an icon.', example: 'https://example.com/icon.svg', optional: true })
  iconUrl?: string;

  @Field.choice(CONNECTOR_CATEGORIES, { doc: 'Shelf in the catalogue.', example: 'development', optional: true })
  category?: ConnectorCategory;

  @Field.string({ doc: 'Version of the definition.', example: '1.0.0', optional: true })
  version?: string;

  @Field.choice(CONNECTOR_STATUSES, { doc: 'Whether new configurations should use it.', example: 'active' })
  status!: ConnectorStatus;

  @Field.choice(SERVER_TYPES, { doc: 'Transport.', example: 'http' })
  serverType!: ServerType;

  @Field.string({ doc: 'Address template.', example: 'https://api.githubcopilot.com/mcp/', optional: true })
  serverUrl?: string;

  @Field.string({ doc: 'Command of a `stdio` server.', example: 'npx', optional: true })
  command?: string;

  @Field.strings({ doc: 'Argument templates.', example: ['-y'], optional: true })
  args?: string[];

  @Field.map({ doc: 'Environment variable templates.', example: { API_TOKEN: '{token}' }, values: text, optional: true })
  env?: Record<string, string>;

  @Field.map({ doc: 'Header templates.', example: { Authorization: 'Bearer {token}' }, values: text, optional: true })
  headers?: Record<string, string>;

  @Field.strings({ doc: 'Kinds of credentials that the server accepts.', example: ['oauth2', 'bearer'], values: AUTH_METHODS })
  authMethods!: AuthMethod[];

  @Field.map({ doc: 'JSON Schema of the `configuration` object.', example: { type: 'object' } })
  configurationSchema!: JsonObject;

  @Field.choice(VISIBILITIES, { doc: 'Who sees it.', example: 'organization' })
  visibility!: Visibility;

  @Field.map({ doc: 'Key-value pairs.', example: {} })
  metadata!: JsonObject;

  @Field.timestamp({ doc: 'When it was made.' })
  createdAt!: string;

  @Field.timestamp({ doc: 'When it was last changed.' })
  updatedAt!: string;

  @Field.string({ doc: 'Who made it; absent for well-known definitions.', example: 'user_default', optional: true })
  createdBy?: string;
}

export class ConnectorListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => ConnectorReply, { doc: 'Definitions, by id ascending.' })
  data!: ConnectorReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'pcon_clickup', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'pcon_teams', optional: true })
  lastId?: string;
}

export class DeletedConnectorReply {
  @Field.id('connector', { doc: 'Id of what was deleted.', example: 'pcon_01jabc' })
  id!: string;

  @Field.literal('personal_connector', { doc: 'Kind of object.' })
  object!: 'personal_connector';

  @Field.literal(true, { doc: 'Always true.' })
  deleted!: true;
}

export const listConnectors = defineRequest({
  subject: 'personal.connectors.list.v1',
  request: ListConnectorsRequest,
  reply: ConnectorListReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'The catalogue: well-known, shared and own definitions.',
});

export const getConnector = defineRequest({
  subject: 'personal.connectors.get.v1',
  request: ConnectorRef,
  reply: ConnectorReply,
  deadlineMs: 5_000,
  errors: ['CONNECTOR_NOT_FOUND'],
  doc: 'One definition.',
});

export const createConnector = defineRequest({
  subject: 'personal.connectors.create.v1',
  request: CreateConnectorRequest,
  reply: ConnectorReply,
  deadlineMs: 5_000,
  errors: ['INSUFFICIENT_PERMISSIONS', 'UNPROCESSABLE'],
  doc: 'Makes a custom definition.',
});

export const updateConnector = defineRequest({
  subject: 'personal.connectors.update.v1',
  request: UpdateConnectorRequest,
  reply: ConnectorReply,
  deadlineMs: 5_000,
  errors: ['CONNECTOR_NOT_FOUND', 'INSUFFICIENT_PERMISSIONS', 'UNPROCESSABLE'],
  doc: 'Changes a custom definition; a new address, transport or template starts a new generation of its configurations.',
});

export const deleteConnector = defineRequest({
  subject: 'personal.connectors.delete.v1',
  request: CustomConnectorRef,
  reply: DeletedConnectorReply,
  deadlineMs: 5_000,
  errors: ['CONNECTOR_NOT_FOUND', 'INSUFFICIENT_PERMISSIONS', 'CONFLICT'],
  doc: 'Removes a custom definition that no configuration uses.',
});
