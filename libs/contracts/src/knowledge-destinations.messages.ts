import { SECRET_MASK, type JsonObject } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { ACTOR_CREATION, ACTOR_DELETION, ACTOR_UPDATE, CONFIGURATION_DOC, SEALED_CONFIGURATION } from './knowledge-actor-fields';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';

export class NewDestinationFields {
  @Field.string({ doc: 'Your own name for it.', example: 'Warehouse', min: 1, max: 120 })
  name!: string;

  @Field.id('destinationDefinition', { doc: 'Kind of destination.', example: 'ddef_postgres' })
  destination_definition_id!: string;

  @Field.id('workspace', { doc: 'Workspace that it stands in.', example: 'ws_01jabc' })
  workspace_id!: string;
}

/** The body of the REST request. */
export class CreateDestinationBody extends NewDestinationFields {
  @Field.map({ doc: `${CONFIGURATION_DOC}; an empty one when absent.`, example: { host: 'warehouse.example.com', port: 5432, database: 'warehouse', schema: 'public', username: 'writer', password: 's3cret' }, optional: true })
  configuration?: JsonObject;
}

/** The message: what the gateway has made of the body. */
export class CreateDestinationRequest extends NewDestinationFields {
  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

export class DestinationRef {
  @Field.id('destination', { doc: 'Id of the destination.', example: 'dst_abc123', in: 'path' })
  destination_id!: string;
}

export class UpdateDestinationBody extends DestinationRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Warehouse', min: 1, max: 120, optional: true })
  name?: string;

  @Field.map({ doc: `What to change of the configuration: objects are merged, null removes a member, lists are replaced. A secret of \`${SECRET_MASK}\`, or one that is not named, stays as it is stored; when host, port or URL change, enter it again.`, example: { database: 'lake' }, optional: true })
  configuration?: JsonObject;
}

export class UpdateDestinationRequest extends DestinationRef {
  @Field.string({ doc: 'Your own name for it.', example: 'Warehouse', min: 1, max: 120, optional: true })
  name?: string;

  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

export class ListDestinationsRequest extends KnowledgePage {
  @Field.id('workspace', { doc: 'Only those in this workspace.', example: 'ws_01jabc', in: 'query', optional: true })
  workspace_id?: string;

  @Field.id('destinationDefinition', { doc: 'Only those of this kind.', example: 'ddef_postgres', in: 'query', optional: true })
  destination_definition_id?: string;
}

export class DestinationReply {
  @Field.id('destination', { doc: 'Id.', example: 'dst_abc123' })
  destination_id!: string;

  @Field.string({ doc: 'Your own name for it.', example: 'Warehouse' })
  name!: string;

  @Field.id('destinationDefinition', { doc: 'Kind of destination.', example: 'ddef_postgres' })
  destination_definition_id!: string;

  @Field.id('workspace', { doc: 'Workspace that it stands in.', example: 'ws_01jabc' })
  workspace_id!: string;

  @Field.map({ doc: `Its configuration; every secret is \`${SECRET_MASK}\`. Empty when it cannot be decrypted any more.`, example: { host: 'warehouse.example.com', port: 5432, database: 'warehouse', schema: 'public', username: 'writer', password: SECRET_MASK } })
  configuration!: JsonObject;

  @Field.string({ doc: 'Kind of destination for machines: the id of its definition without the prefix.', example: 'postgres' })
  destination_type!: string;
}

export class DestinationListReply extends KnowledgeListFrame {
  @Field.list(() => DestinationReply, { doc: 'Destinations, newest first.' })
  data!: DestinationReply[];
}

export const listDestinations = defineRequest({ subject: 'knowledge.destinations.list.v1', request: ListDestinationsRequest, reply: DestinationListReply, deadlineMs: 5_000, errors: [], doc: 'The destinations of the organization.' });
export const getDestination = defineRequest({ subject: 'knowledge.destinations.get.v1', request: DestinationRef, reply: DestinationReply, deadlineMs: 5_000, errors: ['CONNECTOR_DESTINATION_NOT_FOUND'], doc: 'One destination.' });
export const createDestination = defineRequest({ subject: 'knowledge.destinations.create.v1', request: CreateDestinationRequest, reply: DestinationReply, ...ACTOR_CREATION, doc: 'Makes a destination whose configuration fits its spec.' });
export const updateDestination = defineRequest({ subject: 'knowledge.destinations.update.v1', request: UpdateDestinationRequest, reply: DestinationReply, ...ACTOR_UPDATE, errors: ['CONNECTOR_DESTINATION_NOT_FOUND', ...ACTOR_UPDATE.errors], doc: 'Changes a destination; its configuration is merged.' });
export const deleteDestination = defineRequest({ subject: 'knowledge.destinations.delete.v1', request: DestinationRef, ...ACTOR_DELETION, errors: ['CONNECTOR_DESTINATION_NOT_FOUND', 'CONFLICT'], doc: 'Removes a destination that no connection uses.' });
