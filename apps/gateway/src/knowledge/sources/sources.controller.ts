import { Controller } from '@nestjs/common';
import {
  CreateSourceBody,
  ListSourcesRequest,
  Nothing,
  ReplaceSourceBody,
  SourceListReply,
  SourceRef,
  SourceReply,
  UpdateSourceBody,
  createSource,
  deleteSource,
  getSource,
  listSources,
  replaceSource,
  updateSource,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';
import { SealConfiguration } from '../seal-configuration';

const PATH = `${KNOWLEDGE_PATH}/sources` as const;
const ONE = `${PATH}/{source_id}` as const;
const TAG = 'Sources';

@Controller()
export class SourcesController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealConfiguration,
  ) {}

  @Operation({ id: 'listSources', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the sources', description: 'Newest first.', message: listSources })
  list(@Input() query: ListSourcesRequest, @AsCaller() call: Call): Promise<EncodedReply<SourceListReply>> {
    return this.bus.relay(listSources, query, call);
  }

  @Operation({ id: 'getSource', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a source', message: getSource })
  get(@Input() ref: SourceRef, @AsCaller() call: Call): Promise<SourceReply> {
    return this.bus.call(getSource, ref, call);
  }

  @Operation({
    id: 'createSource',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 201,
    summary: 'Create a source',
    description: 'Its configuration has to fit the spec of its definition; it is encrypted at rest, and its secrets are never returned. Nothing is connected to: test it first, or afterwards.',
    message: createSource,
    input: CreateSourceBody,
  })
  create(@Input() body: CreateSourceBody, @AsCaller() call: Call): Promise<SourceReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(createSource, message, call));
  }

  @Operation({ id: 'replaceSource', method: 'PUT', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Replace name and configuration of a source', description: 'What is not sent of the configuration is gone. Secrets that come back masked stay as they are stored.', message: replaceSource, input: ReplaceSourceBody })
  replace(@Input() body: ReplaceSourceBody, @AsCaller() call: Call): Promise<SourceReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(replaceSource, message, call));
  }

  @Operation({ id: 'updateSource', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a source', description: 'The configuration is merged: null removes a member, lists are replaced. Secrets that are masked or not named stay as they are stored.', message: updateSource, input: UpdateSourceBody })
  update(@Input() body: UpdateSourceBody, @AsCaller() call: Call): Promise<SourceReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(updateSource, message, call));
  }

  @Operation({ id: 'deleteSource', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a source', description: 'Only one that no connection uses. Its configuration is erased.', message: deleteSource })
  delete(@Input() ref: SourceRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteSource, ref, call);
  }
}
