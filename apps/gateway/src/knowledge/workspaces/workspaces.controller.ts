import { Controller } from '@nestjs/common';
import {
  CreateWorkspaceRequest,
  KnowledgePage,
  Nothing,
  PutOauthCredentialsBody,
  UpdateWorkspaceRequest,
  WorkspaceListReply,
  WorkspaceRef,
  WorkspaceReply,
  createWorkspace,
  deleteWorkspace,
  getWorkspace,
  listWorkspaces,
  putOauthCredentials,
  updateWorkspace,
} from '@moorage/contracts';
import { ContractClient } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';
import { SealConfiguration } from '../seal-configuration';

const PATH = `${KNOWLEDGE_PATH}/workspaces` as const;
const ONE = `${PATH}/{workspace_id}` as const;
const TAG = 'Workspaces';

@Controller()
export class WorkspacesController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealConfiguration,
  ) {}

  @Operation({ id: 'listWorkspaces', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the workspaces', description: 'Oldest first. Every organization starts with one.', message: listWorkspaces })
  list(@Input() page: KnowledgePage, @AsCaller() call: Call): Promise<WorkspaceListReply> {
    return this.bus.call(listWorkspaces, page, call);
  }

  @Operation({ id: 'getWorkspace', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a workspace', message: getWorkspace })
  get(@Input() ref: WorkspaceRef, @AsCaller() call: Call): Promise<WorkspaceReply> {
    return this.bus.call(getWorkspace, ref, call);
  }

  @Operation({ id: 'createWorkspace', method: 'POST', path: PATH, tag: TAG, access: KNOWLEDGE_WRITE, status: 201, summary: 'Create a workspace', message: createWorkspace })
  create(@Input() body: CreateWorkspaceRequest, @AsCaller() call: Call): Promise<WorkspaceReply> {
    return this.bus.call(createWorkspace, body, call);
  }

  @Operation({
    id: 'updateWorkspace',
    method: 'PATCH',
    path: ONE,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    summary: 'Change a workspace',
    description: 'What is left out stays; null takes `data_residency` or `default_destination_id` away.',
    message: updateWorkspace,
  })
  update(@Input() body: UpdateWorkspaceRequest, @AsCaller() call: Call): Promise<WorkspaceReply> {
    return this.bus.call(updateWorkspace, body, call);
  }

  @Operation({
    id: 'deleteWorkspace',
    method: 'DELETE',
    path: ONE,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 204,
    summary: 'Delete a workspace',
    description: 'With its tags and OAuth credentials. Refused while sources, destinations or connections are in it (`details` says how many of each), and for the last one of the organization.',
    message: deleteWorkspace,
  })
  delete(@Input() ref: WorkspaceRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteWorkspace, ref, call);
  }

  @Operation({
    id: 'putWorkspaceOauthCredentials',
    method: 'PUT',
    path: `${ONE}/oauth-credentials`,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 204,
    summary: 'Set the OAuth application of a workspace',
    description: 'For one kind of connector, in place of the former one. It is encrypted at rest and never returned, in no form: the answer has no body.',
    message: putOauthCredentials,
    input: PutOauthCredentialsBody,
  })
  putOauthCredentials(@Input() body: PutOauthCredentialsBody, @AsCaller() call: Call): Promise<Nothing> {
    return this.sealed.run(body, call, (message) => this.bus.call(putOauthCredentials, message, call));
  }
}
