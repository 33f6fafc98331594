import { Controller } from '@nestjs/common';
import {
  createSourceDefinition,
  deleteSourceDefinition,
  getSourceDefinition,
  getSourceSpec,
  listSourceDefinitions,
  updateSourceDefinition,
  type CreateDefinitionRequest,
  type KnowledgePage,
  type Nothing,
  type SourceDefinitionListReply,
  type SourceDefinitionRef,
  type SourceDefinitionReply,
  type SpecReply,
  type UpdateSourceDefinitionRequest,
} from '@moorage/contracts';
import { CreateActorDefinition, DeleteActorDefinition, GetActorDefinition, GetConnectorSpec, ListActorDefinitions, UpdateActorDefinition } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { definitionPatch, sourceDefinitionReply, specReply } from './definition-reply';
import { knowledgeList, pageOf } from './knowledge-list';

/** Messages on definitions of sources. */
@Controller()
export class SourceDefinitionsMessagesController {
  constructor(
    private readonly listing: ListActorDefinitions,
    private readonly getting: GetActorDefinition,
    private readonly creating: CreateActorDefinition,
    private readonly updating: UpdateActorDefinition,
    private readonly deleting: DeleteActorDefinition,
    private readonly specs: GetConnectorSpec,
  ) {}

  @Handles(listSourceDefinitions)
  async list(page: KnowledgePage, context: MessageContext): Promise<SourceDefinitionListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), 'source', pageOf(page)), page, sourceDefinitionReply);
  }

  @Handles(getSourceDefinition)
  async get({ source_definition_id }: SourceDefinitionRef, context: MessageContext): Promise<SourceDefinitionReply> {
    return sourceDefinitionReply(await this.getting.run(requireCaller(context), 'source', source_definition_id));
  }

  @Handles(createSourceDefinition)
  async create({ name, kind, ...fields }: CreateDefinitionRequest, context: MessageContext): Promise<SourceDefinitionReply> {
    return sourceDefinitionReply(await this.creating.run(requireCaller(context), 'source', { ...definitionPatch(fields), name, ...(kind && { kind }) }));
  }

  @Handles(updateSourceDefinition)
  async update({ source_definition_id, ...fields }: UpdateSourceDefinitionRequest, context: MessageContext): Promise<SourceDefinitionReply> {
    return sourceDefinitionReply(await this.updating.run(requireCaller(context), 'source', source_definition_id, definitionPatch(fields)));
  }

  @Handles(deleteSourceDefinition)
  delete({ source_definition_id }: SourceDefinitionRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), 'source', source_definition_id);
  }

  @Handles(getSourceSpec)
  async spec({ source_definition_id }: SourceDefinitionRef, context: MessageContext): Promise<SpecReply> {
    return specReply(await this.specs.run(requireCaller(context), 'source', source_definition_id, context));
  }
}
