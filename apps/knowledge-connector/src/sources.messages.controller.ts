import { Controller } from '@nestjs/common';
import {
  createSource,
  deleteSource,
  getSource,
  listSources,
  replaceSource,
  updateSource,
  type CreateSourceRequest,
  type ListSourcesRequest,
  type Nothing,
  type ReplaceSourceRequest,
  type SourceListReply,
  type SourceRef,
  type SourceReply,
  type UpdateSourceRequest,
} from '@moorage/contracts';
import { CreateActor, DeleteActor, GetActor, ListActors, UpdateActor } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { actorFilter, actorPatch, sourceReply } from './actor-reply';
import { knowledgeList } from './knowledge-list';

/** Messages on sources. */
@Controller()
export class SourcesMessagesController {
  constructor(
    private readonly listing: ListActors,
    private readonly getting: GetActor,
    private readonly creating: CreateActor,
    private readonly updating: UpdateActor,
    private readonly deleting: DeleteActor,
  ) {}

  @Handles(listSources)
  async list({ source_definition_id, ...query }: ListSourcesRequest, context: MessageContext): Promise<SourceListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), 'source', actorFilter(query, source_definition_id)), query, sourceReply);
  }

  @Handles(getSource)
  async get({ source_id }: SourceRef, context: MessageContext): Promise<SourceReply> {
    return sourceReply(await this.getting.run(requireCaller(context), 'source', source_id));
  }

  @Handles(createSource)
  async create({ source_definition_id, workspace_id, ...fields }: CreateSourceRequest, context: MessageContext): Promise<SourceReply> {
    const draft = { ...actorPatch(fields), name: fields.name, definitionId: source_definition_id, workspaceId: workspace_id };
    return sourceReply(await this.creating.run(requireCaller(context), 'source', draft, context));
  }

  @Handles(updateSource)
  async update({ source_id, ...fields }: UpdateSourceRequest, context: MessageContext): Promise<SourceReply> {
    return sourceReply(await this.updating.run(requireCaller(context), 'source', source_id, { ...actorPatch(fields), mode: 'merge' }, context));
  }

  @Handles(replaceSource)
  async replace({ source_id, ...fields }: ReplaceSourceRequest, context: MessageContext): Promise<SourceReply> {
    return sourceReply(await this.updating.run(requireCaller(context), 'source', source_id, { ...actorPatch(fields), mode: 'replace' }, context));
  }

  @Handles(deleteSource)
  delete({ source_id }: SourceRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), 'source', source_id);
  }
}
