import { Controller } from '@nestjs/common';
import {
  createDestinationDefinition,
  deleteDestinationDefinition,
  getDestinationDefinition,
  getDestinationSpec,
  listDestinationDefinitions,
  updateDestinationDefinition,
  type CreateDefinitionRequest,
  type KnowledgePage,
  type Nothing,
  type DestinationDefinitionListReply,
  type DestinationDefinitionRef,
  type DestinationDefinitionReply,
  type SpecReply,
  type UpdateDestinationDefinitionRequest,
} from '@moorage/contracts';
import { CreateActorDefinition, DeleteActorDefinition, GetActorDefinition, GetConnectorSpec, ListActorDefinitions, UpdateActorDefinition } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { definitionPatch, destinationDefinitionReply, specReply } from './definition-reply';
import { knowledgeList, pageOf } from './knowledge-list';

/** Messages on definitions of destinations. */
@Controller()
export class DestinationDefinitionsMessagesController {
  constructor(
    private readonly listing: ListActorDefinitions,
    private readonly getting: GetActorDefinition,
    private readonly creating: CreateActorDefinition,
    private readonly updating: UpdateActorDefinition,
    private readonly deleting: DeleteActorDefinition,
    private readonly specs: GetConnectorSpec,
  ) {}

  @Handles(listDestinationDefinitions)
  async list(page: KnowledgePage, context: MessageContext): Promise<DestinationDefinitionListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), 'destination', pageOf(page)), page, destinationDefinitionReply);
  }

  @Handles(getDestinationDefinition)
  async get({ destination_definition_id }: DestinationDefinitionRef, context: MessageContext): Promise<DestinationDefinitionReply> {
    return destinationDefinitionReply(await this.getting.run(requireCaller(context), 'destination', destination_definition_id));
  }

  @Handles(createDestinationDefinition)
  async create({ name, kind, ...fields }: CreateDefinitionRequest, context: MessageContext): Promise<DestinationDefinitionReply> {
    return destinationDefinitionReply(await this.creating.run(requireCaller(context), 'destination', { ...definitionPatch(fields), name, ...(kind && { kind }) }));
  }

  @Handles(updateDestinationDefinition)
  async update({ destination_definition_id, ...fields }: UpdateDestinationDefinitionRequest, context: MessageContext): Promise<DestinationDefinitionReply> {
    return destinationDefinitionReply(await this.updating.run(requireCaller(context), 'destination', destination_definition_id, definitionPatch(fields)));
  }

  @Handles(deleteDestinationDefinition)
  delete({ destination_definition_id }: DestinationDefinitionRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), 'destination', destination_definition_id);
  }

  @Handles(getDestinationSpec)
  async spec({ destination_definition_id }: DestinationDefinitionRef, context: MessageContext): Promise<SpecReply> {
    return specReply(await this.specs.run(requireCaller(context), 'destination', destination_definition_id, context));
  }
}
