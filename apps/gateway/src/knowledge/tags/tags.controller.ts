import { Controller } from '@nestjs/common';
import { CreateTagRequest, ListTagsRequest, Nothing, TagListReply, TagRef, TagReply, UpdateTagRequest, createTag, deleteTag, getTag, listTags, updateTag } from '@moorage/contracts';
import { ContractClient } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';

const PATH = `${KNOWLEDGE_PATH}/tags` as const;
const ONE = `${PATH}/{tag_id}` as const;
const TAG = 'Tags';

@Controller()
export class TagsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({ id: 'listTags', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the tags', description: 'Oldest first.', message: listTags })
  list(@Input() query: ListTagsRequest, @AsCaller() call: Call): Promise<TagListReply> {
    return this.bus.call(listTags, query, call);
  }

  @Operation({ id: 'getTag', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a tag', message: getTag })
  get(@Input() ref: TagRef, @AsCaller() call: Call): Promise<TagReply> {
    return this.bus.call(getTag, ref, call);
  }

  @Operation({ id: 'createTag', method: 'POST', path: PATH, tag: TAG, access: KNOWLEDGE_WRITE, status: 201, summary: 'Create a tag', message: createTag })
  create(@Input() body: CreateTagRequest, @AsCaller() call: Call): Promise<TagReply> {
    return this.bus.call(createTag, body, call);
  }

  @Operation({ id: 'updateTag', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a tag', description: 'What is left out stays; null takes the color away.', message: updateTag })
  update(@Input() body: UpdateTagRequest, @AsCaller() call: Call): Promise<TagReply> {
    return this.bus.call(updateTag, body, call);
  }

  @Operation({ id: 'deleteTag', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a tag', message: deleteTag })
  delete(@Input() ref: TagRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteTag, ref, call);
  }
}
