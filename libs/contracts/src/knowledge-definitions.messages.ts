import { RELEASE_STAGES, RUNTIME_KINDS, type JsonObject, type ReleaseStage, type RuntimeKind } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';
import { Nothing } from './service.messages';

const HTTP = { max: 2_000, format: 'uri', pattern: /^https?:\/\//, form: 'must start with http:// or https://' } as const;

/** What the author of a custom definition may say of it. */
export class DefinitionFields {
  @Field.string({ doc: 'Name shown to people.', example: 'Our wiki', min: 1, max: 120, optional: true })
  name?: string;

  @Field.strings({ doc: 'Program and arguments of a connector that speaks the Airbyte protocol; `spec`, `check`, `discover` and `read` are put behind them. The operator has to permit it. Not the place for secrets: those belong into configurations.', example: ['node', '/opt/connectors/wiki/main.js'], maxItems: 100, max: 4_000, optional: true })
  command?: string[];

  @Field.string({ doc: 'Repository of the container image with the same connector, for people.', example: 'acme/source-wiki', min: 1, max: 300, optional: true })
  docker_repository?: string;

  @Field.string({ doc: 'Tag of that image, for people.', example: '1.0.0', min: 1, max: 128, optional: true })
  docker_image_tag?: string;

  @Field.string({ doc: 'Where its author describes it.', example: 'https://example.com/wiki-connector', ...HTTP, optional: true })
  documentation_url?: string;

  @Field.string({ doc: 'Address of an icon.', example: 'https://example.com/wiki.svg', ...HTTP, optional: true })
  icon?: string;
}

export class CreateDefinitionRequest extends DefinitionFields {
  @Field.string({ doc: 'Name shown to people.', example: 'Our wiki', min: 1, max: 120 })
  declare name: string;

  @Field.choice(RUNTIME_KINDS, { doc: '`process`: a command. `native` ones are part of Moorage, and an `image` cannot be run here: both are refused.', example: 'process', optional: true })
  kind?: RuntimeKind;
}

export class SourceDefinitionRef {
  @Field.id('sourceDefinition', { doc: 'Id of the definition.', example: 'def_postgres', in: 'path' })
  source_definition_id!: string;
}

export class DestinationDefinitionRef {
  @Field.id('destinationDefinition', { doc: 'Id of the definition.', example: 'ddef_postgres', in: 'path' })
  destination_definition_id!: string;
}

export class UpdateSourceDefinitionRequest extends DefinitionFields {
  @Field.id('sourceDefinition', { doc: 'Id of a custom definition.', example: 'def_01jabc', in: 'path' })
  source_definition_id!: string;
}

export class UpdateDestinationDefinitionRequest extends DefinitionFields {
  @Field.id('destinationDefinition', { doc: 'Id of a custom definition.', example: 'ddef_01jabc', in: 'path' })
  destination_definition_id!: string;
}

/** What definitions of both types show of themselves. */
export class DefinitionReplyFields {
  @Field.string({ doc: 'Name shown to people.', example: 'Postgres' })
  name!: string;

  @Field.choice(RUNTIME_KINDS, { doc: 'How it runs: `native` within Moorage, `process` as a command that speaks the Airbyte protocol.', example: 'native' })
  kind!: RuntimeKind;

  @Field.strings({ doc: 'Program and arguments, where it is a command.', example: ['node', '/opt/connectors/wiki/main.js'], optional: true })
  command?: string[];

  @Field.string({ doc: 'Repository of the container image with the same connector.', example: 'acme/source-wiki', optional: true })
  docker_repository?: string;

  @Field.string({ doc: 'Tag of that image.', example: '1.0.0', optional: true })
  docker_image_tag?: string;

  @Field.string({ doc: 'Where it is described.', example: 'https://docs.airbyte.com/integrations/sources/postgres', optional: true })
  documentation_url?: string;

  @Field.string({ doc: 'Address of an icon.', example: 'https://example.com/wiki.svg', optional: true })
  icon?: string;

  @Field.choice(RELEASE_STAGES, { doc: 'How far it has come; `custom` when the organization has made it.', example: 'generally_available' })
  release_stage!: ReleaseStage;
}

export class SourceDefinitionReply extends DefinitionReplyFields {
  @Field.id('sourceDefinition', { doc: 'Id of the definition.', example: 'def_postgres' })
  source_definition_id!: string;
}

export class DestinationDefinitionReply extends DefinitionReplyFields {
  @Field.id('destinationDefinition', { doc: 'Id of the definition.', example: 'ddef_postgres' })
  destination_definition_id!: string;
}

export class SourceDefinitionListReply extends KnowledgeListFrame {
  @Field.list(() => SourceDefinitionReply, { doc: 'Definitions by id.' })
  data!: SourceDefinitionReply[];
}

export class DestinationDefinitionListReply extends KnowledgeListFrame {
  @Field.list(() => DestinationDefinitionReply, { doc: 'Definitions by id.' })
  data!: DestinationDefinitionReply[];
}

export class SpecReply {
  @Field.map({ doc: 'JSON Schema that a `configuration` must fit; secrets are marked `airbyte_secret`.', example: { type: 'object', required: ['host'], properties: { host: { type: 'string' }, password: { type: 'string', airbyte_secret: true } } } })
  connection_specification!: JsonObject;

  @Field.string({ doc: 'Where the configuration is described.', example: 'https://docs.airbyte.com/integrations/sources/postgres', optional: true })
  documentation_url?: string;

  @Field.strings({ doc: 'How a destination can be written to; empty for sources.', example: [] })
  supported_destination_sync_modes!: string[];

  @Field.map({ doc: 'How OAuth fills the configuration, as the Airbyte protocol describes it.', example: { auth_flow_type: 'oauth2.0' }, optional: true })
  advanced_auth?: JsonObject;
}

const LIST = { request: KnowledgePage, deadlineMs: 5_000, errors: [] } as const;
const ONE = { deadlineMs: 5_000, errors: ['CONNECTOR_DEFINITION_NOT_FOUND'] } as const;
const CREATE = { request: CreateDefinitionRequest, deadlineMs: 5_000, errors: ['INSUFFICIENT_PERMISSIONS', 'UNPROCESSABLE'] } as const;
const UPDATE = { deadlineMs: 5_000, errors: ['CONNECTOR_DEFINITION_NOT_FOUND', 'INSUFFICIENT_PERMISSIONS', 'UNPROCESSABLE'] } as const;
const DELETE = { reply: Nothing, deadlineMs: 5_000, errors: ['CONNECTOR_DEFINITION_NOT_FOUND', 'INSUFFICIENT_PERMISSIONS', 'CONFLICT'] } as const;
/** A command may have to be started first. */
const SPEC = { reply: SpecReply, deadlineMs: 25_000, errors: ['CONNECTOR_DEFINITION_NOT_FOUND', 'UNPROCESSABLE', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_PROTOCOL_ERROR'] } as const;

export const listSourceDefinitions = defineRequest({ subject: 'knowledge.source-definitions.list.v1', ...LIST, reply: SourceDefinitionListReply, doc: 'The sources that can be connected.' });
export const getSourceDefinition = defineRequest({ subject: 'knowledge.source-definitions.get.v1', request: SourceDefinitionRef, reply: SourceDefinitionReply, ...ONE, doc: 'One definition of a source.' });
export const createSourceDefinition = defineRequest({ subject: 'knowledge.source-definitions.create.v1', ...CREATE, reply: SourceDefinitionReply, doc: 'Makes a definition of a source that runs as a command.' });
export const updateSourceDefinition = defineRequest({ subject: 'knowledge.source-definitions.update.v1', request: UpdateSourceDefinitionRequest, reply: SourceDefinitionReply, ...UPDATE, doc: 'Changes a definition of a source; another command is asked for its spec anew.' });
export const deleteSourceDefinition = defineRequest({ subject: 'knowledge.source-definitions.delete.v1', request: SourceDefinitionRef, ...DELETE, doc: 'Removes a definition that no source uses.' });
export const getSourceSpec = defineRequest({ subject: 'knowledge.source-definitions.spec.v1', request: SourceDefinitionRef, ...SPEC, doc: 'What a source wants to be configured with.' });

export const listDestinationDefinitions = defineRequest({ subject: 'knowledge.destination-definitions.list.v1', ...LIST, reply: DestinationDefinitionListReply, doc: 'The destinations that can be connected.' });
export const getDestinationDefinition = defineRequest({ subject: 'knowledge.destination-definitions.get.v1', request: DestinationDefinitionRef, reply: DestinationDefinitionReply, ...ONE, doc: 'One definition of a destination.' });
export const createDestinationDefinition = defineRequest({ subject: 'knowledge.destination-definitions.create.v1', ...CREATE, reply: DestinationDefinitionReply, doc: 'Makes a definition of a destination that runs as a command.' });
export const updateDestinationDefinition = defineRequest({ subject: 'knowledge.destination-definitions.update.v1', request: UpdateDestinationDefinitionRequest, reply: DestinationDefinitionReply, ...UPDATE, doc: 'Changes a definition of a destination; another command is asked for its spec anew.' });
export const deleteDestinationDefinition = defineRequest({ subject: 'knowledge.destination-definitions.delete.v1', request: DestinationDefinitionRef, ...DELETE, doc: 'Removes a definition that no destination uses.' });
export const getDestinationSpec = defineRequest({ subject: 'knowledge.destination-definitions.spec.v1', request: DestinationDefinitionRef, ...SPEC, doc: 'What a destination wants to be configured with.' });
