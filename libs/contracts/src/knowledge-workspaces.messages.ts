import { ACTOR_TYPES, type ActorType, type JsonObject } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { SEALED_CONFIGURATION } from './knowledge-actor-fields';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';
import { Nothing } from './service.messages';

const RESIDENCY = { doc: 'Where its data should stay, in your words; kept and shown, not acted on.', example: 'eu', min: 1, max: 120, optional: true };

export class CreateWorkspaceRequest {
  @Field.string({ doc: 'Name shown to people.', example: 'Marketing', min: 1, max: 120 })
  name!: string;

  @Field.string(RESIDENCY)
  data_residency?: string;
}

export class WorkspaceRef {
  @Field.id('workspace', { doc: 'Id of the workspace.', example: 'ws_01jabc', in: 'path' })
  workspace_id!: string;
}

export class UpdateWorkspaceRequest extends WorkspaceRef {
  @Field.string({ doc: 'A new name.', example: 'Marketing', min: 1, max: 120, optional: true })
  name?: string;

  @Field.string({ ...RESIDENCY, nullable: true })
  data_residency?: string | null;

  @Field.id('destination', { doc: 'Destination of the connections that name none: any of the organization.', example: 'dst_abc123', optional: true, nullable: true })
  default_destination_id?: string | null;
}

export class PutOauthCredentialsFields extends WorkspaceRef {
  @Field.choice(ACTOR_TYPES, { doc: 'Whether they are for sources or for destinations.', example: 'source' })
  actor_type!: ActorType;

  @Field.string({ doc: 'Kind of connector that they are for: the id of its definition without the prefix.', example: 'github', min: 1, max: 60, pattern: /^\w+$/, form: 'must consist of letters, digits and _' })
  name!: string;
}

/** The body of the REST request. */
export class PutOauthCredentialsBody extends PutOauthCredentialsFields {
  @Field.map({ doc: 'The OAuth application, as the connector wants it: at least its id and secret, at most 8 KiB. Encrypted at rest and never returned.', example: { client_id: 'Iv1.8a61f9b3a7aba766', client_secret: 's3cret' } })
  configuration!: JsonObject;
}

/** The message: what the gateway has made of the body. */
export class PutOauthCredentialsRequest extends PutOauthCredentialsFields {
  @Field.string({ ...SEALED_CONFIGURATION, optional: false })
  sealed_configuration!: string;
}

export class WorkspaceReply {
  @Field.id('workspace', { doc: 'Id.', example: 'ws_01jabc' })
  workspace_id!: string;

  @Field.string({ doc: 'Name shown to people.', example: 'Marketing' })
  name!: string;

  @Field.string({ doc: 'Where its data should stay.', example: 'eu', optional: true })
  data_residency?: string;

  @Field.id('destination', { doc: 'Destination of the connections that name none.', example: 'dst_abc123', optional: true })
  default_destination_id?: string;
}

export class WorkspaceListReply extends KnowledgeListFrame {
  @Field.list(() => WorkspaceReply, { doc: 'Workspaces, oldest first.' })
  data!: WorkspaceReply[];
}

const deadlineMs = 5_000;
const ABSENT = ['CONNECTOR_WORKSPACE_NOT_FOUND'] as const;

export const listWorkspaces = defineRequest({
  subject: 'knowledge.workspaces.list.v1',
  request: KnowledgePage,
  reply: WorkspaceListReply,
  deadlineMs,
  errors: [],
  doc: 'The workspaces of the organization; makes the first one when there is none.',
});

export const getWorkspace = defineRequest({ subject: 'knowledge.workspaces.get.v1', request: WorkspaceRef, reply: WorkspaceReply, deadlineMs, errors: ABSENT, doc: 'One workspace.' });

export const createWorkspace = defineRequest({ subject: 'knowledge.workspaces.create.v1', request: CreateWorkspaceRequest, reply: WorkspaceReply, deadlineMs, errors: [], doc: 'Makes a workspace.' });

export const updateWorkspace = defineRequest({
  subject: 'knowledge.workspaces.update.v1',
  request: UpdateWorkspaceRequest,
  reply: WorkspaceReply,
  deadlineMs,
  errors: [...ABSENT, 'CONNECTOR_DESTINATION_NOT_FOUND'],
  doc: 'Changes a workspace.',
});

export const deleteWorkspace = defineRequest({
  subject: 'knowledge.workspaces.delete.v1',
  request: WorkspaceRef,
  reply: Nothing,
  deadlineMs,
  errors: [...ABSENT, 'CONFLICT'],
  doc: 'Removes an empty workspace with its tags; not the last one.',
});

export const putOauthCredentials = defineRequest({
  subject: 'knowledge.workspaces.put-oauth-credentials.v1',
  request: PutOauthCredentialsRequest,
  reply: Nothing,
  deadlineMs,
  errors: [...ABSENT, 'CONNECTOR_INVALID_CONFIG', 'UNPROCESSABLE'],
  doc: 'Keeps the OAuth application of a workspace for one kind of connector.',
});
