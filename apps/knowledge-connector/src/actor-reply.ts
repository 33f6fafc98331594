import type { DestinationReply, KnowledgePage, SourceReply } from '@moorage/contracts';
import { ID_PREFIXES, type ShownActor } from '@moorage/domain';
import { pageOf } from './knowledge-list';

export function sourceReply({ id, name, definitionId, workspaceId, configuration }: ShownActor): SourceReply {
  const source_type = definitionId.slice(ID_PREFIXES.sourceDefinition.length + 1);
  return { source_id: id, name, source_definition_id: definitionId, workspace_id: workspaceId, configuration, source_type };
}

export function destinationReply({ id, name, definitionId, workspaceId, configuration }: ShownActor): DestinationReply {
  const destination_type = definitionId.slice(ID_PREFIXES.destinationDefinition.length + 1);
  return { destination_id: id, name, destination_definition_id: definitionId, workspace_id: workspaceId, configuration, destination_type };
}

/** What is sent of a source or destination, as the domain calls it. */
export function actorPatch({ name, sealed_configuration }: { name?: string; sealed_configuration?: string }): { name?: string; sealedConfiguration?: string } {
  return { ...(name !== undefined && { name }), ...(sealed_configuration !== undefined && { sealedConfiguration: sealed_configuration }) };
}

/** Which part of a list is asked for. */
export function actorFilter({ workspace_id, ...page }: KnowledgePage & { workspace_id?: string }, definitionId: string | undefined) {
  return { ...pageOf(page), ...(workspace_id !== undefined && { workspaceId: workspace_id }), ...(definitionId !== undefined && { definitionId }) };
}
