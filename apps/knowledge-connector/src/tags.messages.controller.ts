import { Controller } from '@nestjs/common';
import {
  createTag,
  deleteTag,
  getTag,
  listTags,
  updateTag,
  type CreateTagRequest,
  type ListTagsRequest,
  type Nothing,
  type TagListReply,
  type TagRef,
  type TagReply,
  type UpdateTagRequest,
} from '@moorage/contracts';
import { CreateTag, DeleteTag, GetTag, ListTags, UpdateTag } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { knowledgeList, pageOf } from './knowledge-list';
import { tagReply } from './tag-reply';

/** Messages on tags. */
@Controller()
export class TagsMessagesController {
  constructor(
    private readonly listing: ListTags,
    private readonly getting: GetTag,
    private readonly creating: CreateTag,
    private readonly updating: UpdateTag,
    private readonly deleting: DeleteTag,
  ) {}

  @Handles(listTags)
  async list({ workspace_id, ...page }: ListTagsRequest, context: MessageContext): Promise<TagListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), { ...pageOf(page), workspaceId: workspace_id }), page, tagReply);
  }

  @Handles(getTag)
  async get({ tag_id }: TagRef, context: MessageContext): Promise<TagReply> {
    return tagReply(await this.getting.run(requireCaller(context), tag_id));
  }

  @Handles(createTag)
  async create({ workspace_id, name, color }: CreateTagRequest, context: MessageContext): Promise<TagReply> {
    return tagReply(await this.creating.run(requireCaller(context), { workspaceId: workspace_id, name, color }));
  }

  @Handles(updateTag)
  async update({ tag_id, name, color }: UpdateTagRequest, context: MessageContext): Promise<TagReply> {
    return tagReply(await this.updating.run(requireCaller(context), tag_id, { name, color }));
  }

  @Handles(deleteTag)
  delete({ tag_id }: TagRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), tag_id);
  }
}
