import { defineRequest } from './define-message';
import { Field } from './field';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';
import { Nothing } from './service.messages';

const COLOR = { doc: 'Color to show it in.', example: '#0F62FE', pattern: /^#[0-9A-Fa-f]{6}$/, form: 'must be # and six hexadecimal digits, such as #0F62FE', max: 7, optional: true };

export class CreateTagRequest {
  @Field.string({ doc: 'Name shown to people.', example: 'finance', min: 1, max: 120 })
  name!: string;

  @Field.id('workspace', { doc: 'Workspace that it belongs to.', example: 'ws_01jabc' })
  workspace_id!: string;

  @Field.string(COLOR)
  color?: string;
}

export class TagRef {
  @Field.id('tag', { doc: 'Id of the tag.', example: 'tag_01jabc', in: 'path' })
  tag_id!: string;
}

export class UpdateTagRequest extends TagRef {
  @Field.string({ doc: 'A new name.', example: 'finance', min: 1, max: 120, optional: true })
  name?: string;

  @Field.string({ ...COLOR, nullable: true })
  color?: string | null;
}

export class ListTagsRequest extends KnowledgePage {
  @Field.id('workspace', { doc: 'Only those of this workspace.', example: 'ws_01jabc', in: 'query', optional: true })
  workspace_id?: string;
}

export class TagReply {
  @Field.id('tag', { doc: 'Id.', example: 'tag_01jabc' })
  tag_id!: string;

  @Field.string({ doc: 'Name shown to people.', example: 'finance' })
  name!: string;

  @Field.string({ doc: 'Color to show it in.', example: '#0F62FE', optional: true })
  color?: string;

  @Field.id('workspace', { doc: 'Workspace that it belongs to.', example: 'ws_01jabc' })
  workspace_id!: string;
}

export class TagListReply extends KnowledgeListFrame {
  @Field.list(() => TagReply, { doc: 'Tags, oldest first.' })
  data!: TagReply[];
}

const deadlineMs = 5_000;
const ABSENT = ['CONNECTOR_TAG_NOT_FOUND'] as const;

export const listTags = defineRequest({ subject: 'knowledge.tags.list.v1', request: ListTagsRequest, reply: TagListReply, deadlineMs, errors: [], doc: 'The tags of the organization.' });
export const getTag = defineRequest({ subject: 'knowledge.tags.get.v1', request: TagRef, reply: TagReply, deadlineMs, errors: ABSENT, doc: 'One tag.' });
export const createTag = defineRequest({ subject: 'knowledge.tags.create.v1', request: CreateTagRequest, reply: TagReply, deadlineMs, errors: ['CONNECTOR_WORKSPACE_NOT_FOUND'], doc: 'Makes a tag in a workspace.' });
export const updateTag = defineRequest({ subject: 'knowledge.tags.update.v1', request: UpdateTagRequest, reply: TagReply, deadlineMs, errors: ABSENT, doc: 'Changes a tag.' });
export const deleteTag = defineRequest({ subject: 'knowledge.tags.delete.v1', request: TagRef, reply: Nothing, deadlineMs, errors: ABSENT, doc: 'Removes a tag.' });
