import type { UpdateWorkspaceRequest, WorkspaceReply } from '@moorage/contracts';
import type { Workspace, WorkspacePatch } from '@moorage/domain';

export function workspaceReply({ id, name, dataResidency, defaultDestinationId }: Workspace): WorkspaceReply {
  return {
    workspace_id: id,
    name,
    ...(dataResidency !== undefined && { data_residency: dataResidency }),
    ...(defaultDestinationId !== undefined && { default_destination_id: defaultDestinationId }),
  };
}

/** What is sent of a workspace, as the domain calls it. */
export function workspacePatch({ name, data_residency, default_destination_id }: Omit<UpdateWorkspaceRequest, 'workspace_id'>): WorkspacePatch {
  return { name, dataResidency: data_residency, defaultDestinationId: default_destination_id };
}
