import { Controller } from '@nestjs/common';
import {
  createWorkspace,
  deleteWorkspace,
  getWorkspace,
  listWorkspaces,
  putOauthCredentials,
  updateWorkspace,
  type CreateWorkspaceRequest,
  type KnowledgePage,
  type Nothing,
  type PutOauthCredentialsRequest,
  type UpdateWorkspaceRequest,
  type WorkspaceListReply,
  type WorkspaceRef,
  type WorkspaceReply,
} from '@moorage/contracts';
import { CreateWorkspace, DeleteWorkspace, GetWorkspace, ListWorkspaces, PutOauthCredentials, UpdateWorkspace } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { knowledgeList, pageOf } from './knowledge-list';
import { workspacePatch, workspaceReply } from './workspace-reply';

/** Messages on workspaces. */
@Controller()
export class WorkspacesMessagesController {
  constructor(
    private readonly listing: ListWorkspaces,
    private readonly getting: GetWorkspace,
    private readonly creating: CreateWorkspace,
    private readonly updating: UpdateWorkspace,
    private readonly deleting: DeleteWorkspace,
    private readonly putting: PutOauthCredentials,
  ) {}

  @Handles(listWorkspaces)
  async list(page: KnowledgePage, context: MessageContext): Promise<WorkspaceListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), pageOf(page)), page, workspaceReply);
  }

  @Handles(getWorkspace)
  async get({ workspace_id }: WorkspaceRef, context: MessageContext): Promise<WorkspaceReply> {
    return workspaceReply(await this.getting.run(requireCaller(context), workspace_id));
  }

  @Handles(createWorkspace)
  async create({ name, data_residency }: CreateWorkspaceRequest, context: MessageContext): Promise<WorkspaceReply> {
    return workspaceReply(await this.creating.run(requireCaller(context), { name, dataResidency: data_residency }));
  }

  @Handles(updateWorkspace)
  async update({ workspace_id, ...fields }: UpdateWorkspaceRequest, context: MessageContext): Promise<WorkspaceReply> {
    return workspaceReply(await this.updating.run(requireCaller(context), workspace_id, workspacePatch(fields)));
  }

  @Handles(deleteWorkspace)
  delete({ workspace_id }: WorkspaceRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), workspace_id);
  }

  @Handles(putOauthCredentials)
  putOauth({ workspace_id, actor_type, name, sealed_configuration }: PutOauthCredentialsRequest, context: MessageContext): Promise<Nothing> {
    return this.putting.run(requireCaller(context), workspace_id, { actorType: actor_type, name, sealedConfiguration: sealed_configuration });
  }
}
