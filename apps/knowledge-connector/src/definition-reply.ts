import type { DefinitionFields, DefinitionReplyFields, DestinationDefinitionReply, SourceDefinitionReply, SpecReply } from '@moorage/contracts';
import type { ActorDefinition, ConnectorSpec, DefinitionPatch } from '@moorage/domain';

export function sourceDefinitionReply(definition: ActorDefinition): SourceDefinitionReply {
  return { source_definition_id: definition.id, ...definitionReply(definition) };
}

export function destinationDefinitionReply(definition: ActorDefinition): DestinationDefinitionReply {
  return { destination_definition_id: definition.id, ...definitionReply(definition) };
}

function definitionReply({ name, kind, command, dockerRepository, dockerImageTag, documentationUrl, icon, releaseStage }: ActorDefinition): DefinitionReplyFields {
  return {
    name,
    kind,
    ...(command && { command }),
    ...(dockerRepository !== undefined && { docker_repository: dockerRepository }),
    ...(dockerImageTag !== undefined && { docker_image_tag: dockerImageTag }),
    ...(documentationUrl !== undefined && { documentation_url: documentationUrl }),
    ...(icon !== undefined && { icon }),
    release_stage: releaseStage,
  };
}

/** What is sent of a definition, as the domain calls it. */
export function definitionPatch({ name, command, docker_repository, docker_image_tag, documentation_url, icon }: DefinitionFields): DefinitionPatch {
  return {
    ...(name !== undefined && { name }),
    ...(command && { command }),
    ...(docker_repository !== undefined && { dockerRepository: docker_repository }),
    ...(docker_image_tag !== undefined && { dockerImageTag: docker_image_tag }),
    ...(documentation_url !== undefined && { documentationUrl: documentation_url }),
    ...(icon !== undefined && { icon }),
  };
}

export function specReply({ connectionSpecification, documentationUrl, supportedDestinationSyncModes, advancedAuth }: ConnectorSpec): SpecReply {
  return {
    connection_specification: connectionSpecification,
    ...(documentationUrl !== undefined && { documentation_url: documentationUrl }),
    supported_destination_sync_modes: supportedDestinationSyncModes ?? [],
    ...(advancedAuth && { advanced_auth: advancedAuth }),
  };
}
