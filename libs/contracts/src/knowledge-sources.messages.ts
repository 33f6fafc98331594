import { SECRET_MASK, type JsonObject } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { ACTOR_CREATION, ACTOR_DELETION, ACTOR_UPDATE, CONFIGURATION_DOC, SEALED_CONFIGURATION } from './knowledge-actor-fields';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';

export class NewSourceFields {
  @Field.string({ doc: 'Your own name for it.', example: 'Orders database', min: 1, max: 120 })
  name!: string;

  @Field.id('sourceDefinition', { doc: 'Kind of source.', example: 'def_postgres' })
  source_definition_id!: string;

  @Field.id('workspace', { doc: 'Workspace that it stands in.', example: 'ws_01jabc' })
  workspace_id!: string;
}

/** The body of the REST request. */
export class CreateSourceBody extends NewSourceFields {
  @Field.map({ doc: `${CONFIGURATION_DOC}; an empty one when absent.`, example: { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: 's3cret' }, optional: true })
  configuration?: JsonObject;
}

/** The message: what the gateway has made of the body. */
export class CreateSourceRequest extends NewSourceFields {
  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

export class SourceRef {
  @Field.id('source', { doc: 'Id of the source.', example: 'src_abc123', in: 'path' })
  source_id!: string;
}

export class UpdateSourceBody extends SourceRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Orders database', min: 1, max: 120, optional: true })
  name?: string;

  @Field.map({ doc: `What to change of the configuration: objects are merged, null removes a member, lists are replaced. A secret of \`${SECRET_MASK}\`, or one that is not named, stays as it is stored; when host, port or URL change, enter it again.`, example: { database: 'orders_2026' }, optional: true })
  configuration?: JsonObject;
}

export class UpdateSourceRequest extends SourceRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Orders database', min: 1, max: 120, optional: true })
  name?: string;

  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

export class ReplaceSourceBody extends SourceRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Orders database', min: 1, max: 120 })
  name!: string;

  @Field.map({ doc: `The whole configuration. A secret of \`${SECRET_MASK}\` stays as it is stored; when host, port or URL change, enter it again.`, example: { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: SECRET_MASK } })
  configuration!: JsonObject;
}

export class ReplaceSourceRequest extends SourceRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Orders database', min: 1, max: 120 })
  name!: string;

  @Field.string({ ...SEALED_CONFIGURATION, optional: false })
  sealed_configuration!: string;
}

export class ListSourcesRequest extends KnowledgePage {
  @Field.id('workspace', { doc: 'Only those in this workspace.', example: 'ws_01jabc', in: 'query', optional: true })
  workspace_id?: string;

  @Field.id('sourceDefinition', { doc: 'Only those of this kind.', example: 'def_postgres', in: 'query', optional: true })
  source_definition_id?: string;
}

export class SourceReply {
  @Field.id('source', { doc: 'Id.', example: 'src_abc123' })
  source_id!: string;

  @Field.string({ doc: 'Your own name for it.', example: 'Orders database' })
  name!: string;

  @Field.id('sourceDefinition', { doc: 'Kind of source.', example: 'def_postgres' })
  source_definition_id!: string;

  @Field.id('workspace', { doc: 'Workspace that it stands in.', example: 'ws_01jabc' })
  workspace_id!: string;

  @Field.map({ doc: `Its configuration; every secret is \`${SECRET_MASK}\`. Empty when it cannot be decrypted any more.`, example: { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: SECRET_MASK } })
  configuration!: JsonObject;

  @Field.string({ doc: 'Kind of source for machines: the id of its definition without the prefix.', example: 'postgres' })
  source_type!: string;
}

export class SourceListReply extends KnowledgeListFrame {
  @Field.list(() => SourceReply, { doc: 'Sources, newest first.' })
  data!: SourceReply[];
}

export const listSources = defineRequest({ subject: 'knowledge.sources.list.v1', request: ListSourcesRequest, reply: SourceListReply, deadlineMs: 5_000, errors: [], doc: 'The sources of the organization.' });
export const getSource = defineRequest({ subject: 'knowledge.sources.get.v1', request: SourceRef, reply: SourceReply, deadlineMs: 5_000, errors: ['CONNECTOR_SOURCE_NOT_FOUND'], doc: 'One source.' });
export const createSource = defineRequest({ subject: 'knowledge.sources.create.v1', request: CreateSourceRequest, reply: SourceReply, ...ACTOR_CREATION, doc: 'Makes a source whose configuration fits its spec.' });
export const updateSource = defineRequest({ subject: 'knowledge.sources.update.v1', request: UpdateSourceRequest, reply: SourceReply, ...ACTOR_UPDATE, errors: ['CONNECTOR_SOURCE_NOT_FOUND', ...ACTOR_UPDATE.errors], doc: 'Changes a source; its configuration is merged.' });
export const replaceSource = defineRequest({ subject: 'knowledge.sources.replace.v1', request: ReplaceSourceRequest, reply: SourceReply, ...ACTOR_UPDATE, errors: ['CONNECTOR_SOURCE_NOT_FOUND', ...ACTOR_UPDATE.errors], doc: 'Replaces name and configuration of a source.' });
export const deleteSource = defineRequest({ subject: 'knowledge.sources.delete.v1', request: SourceRef, ...ACTOR_DELETION, errors: ['CONNECTOR_SOURCE_NOT_FOUND', 'CONFLICT'], doc: 'Removes a source that no connection uses.' });
