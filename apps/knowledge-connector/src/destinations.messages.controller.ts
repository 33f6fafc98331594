import { Controller } from '@nestjs/common';
import {
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  updateDestination,
  type CreateDestinationRequest,
  type ListDestinationsRequest,
  type Nothing,
  type DestinationListReply,
  type DestinationRef,
  type DestinationReply,
  type UpdateDestinationRequest,
} from '@moorage/contracts';
import { CreateActor, DeleteActor, GetActor, ListActors, UpdateActor } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { actorFilter, actorPatch, destinationReply } from './actor-reply';
import { knowledgeList } from './knowledge-list';

/** Messages on destinations. */
@Controller()
export class DestinationsMessagesController {
  constructor(
    private readonly listing: ListActors,
    private readonly getting: GetActor,
    private readonly creating: CreateActor,
    private readonly updating: UpdateActor,
    private readonly deleting: DeleteActor,
  ) {}

  @Handles(listDestinations)
  async list({ destination_definition_id, ...query }: ListDestinationsRequest, context: MessageContext): Promise<DestinationListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), 'destination', actorFilter(query, destination_definition_id)), query, destinationReply);
  }

  @Handles(getDestination)
  async get({ destination_id }: DestinationRef, context: MessageContext): Promise<DestinationReply> {
    return destinationReply(await this.getting.run(requireCaller(context), 'destination', destination_id));
  }

  @Handles(createDestination)
  async create({ destination_definition_id, workspace_id, ...fields }: CreateDestinationRequest, context: MessageContext): Promise<DestinationReply> {
    const draft = { ...actorPatch(fields), name: fields.name, definitionId: destination_definition_id, workspaceId: workspace_id };
    return destinationReply(await this.creating.run(requireCaller(context), 'destination', draft, context));
  }

  @Handles(updateDestination)
  async update({ destination_id, ...fields }: UpdateDestinationRequest, context: MessageContext): Promise<DestinationReply> {
    return destinationReply(await this.updating.run(requireCaller(context), 'destination', destination_id, { ...actorPatch(fields), mode: 'merge' }, context));
  }

  @Handles(deleteDestination)
  delete({ destination_id }: DestinationRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), 'destination', destination_id);
  }
}
