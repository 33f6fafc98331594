import { Controller } from '@nestjs/common';
import {
  CreateDefinitionRequest,
  KnowledgePage,
  Nothing,
  SourceDefinitionListReply,
  SourceDefinitionRef,
  SourceDefinitionReply,
  SpecReply,
  UpdateSourceDefinitionRequest,
  createSourceDefinition,
  deleteSourceDefinition,
  getSourceDefinition,
  getSourceSpec,
  listSourceDefinitions,
  updateSourceDefinition,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';

const PATH = `${KNOWLEDGE_PATH}/source-definitions` as const;
const ONE = `${PATH}/{source_definition_id}` as const;
const TAG = 'Source definitions';

@Controller()
export class SourceDefinitionsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({ id: 'listSourceDefinitions', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the sources that can be connected', description: 'Those that are part of Moorage, and those of the organization; by id.', message: listSourceDefinitions })
  list(@Input() page: KnowledgePage, @AsCaller() call: Call): Promise<EncodedReply<SourceDefinitionListReply>> {
    return this.bus.relay(listSourceDefinitions, page, call);
  }

  @Operation({ id: 'getSourceDefinition', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a source definition', message: getSourceDefinition })
  get(@Input() ref: SourceDefinitionRef, @AsCaller() call: Call): Promise<SourceDefinitionReply> {
    return this.bus.call(getSourceDefinition, ref, call);
  }

  @Operation({
    id: 'createSourceDefinition',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 201,
    summary: 'Define a source of your own',
    description: 'Any command that speaks the Airbyte protocol and that the operator permits. It can be configured at once.',
    message: createSourceDefinition,
  })
  create(@Input() body: CreateDefinitionRequest, @AsCaller() call: Call): Promise<SourceDefinitionReply> {
    return this.bus.call(createSourceDefinition, body, call);
  }

  @Operation({ id: 'updateSourceDefinition', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a source definition of your own', description: 'Another command is asked anew for its spec and its streams.', message: updateSourceDefinition })
  update(@Input() body: UpdateSourceDefinitionRequest, @AsCaller() call: Call): Promise<SourceDefinitionReply> {
    return this.bus.call(updateSourceDefinition, body, call);
  }

  @Operation({ id: 'deleteSourceDefinition', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a source definition of your own', description: 'Only one that no source uses.', message: deleteSourceDefinition })
  delete(@Input() ref: SourceDefinitionRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteSourceDefinition, ref, call);
  }

  @Operation({
    id: 'getSourceSpec',
    method: 'GET',
    path: `${ONE}/spec`,
    tag: TAG,
    access: KNOWLEDGE_READ,
    summary: 'What a source wants to be configured with',
    description: 'A command is started for it once, and again when it has changed. When that brings no usable spec, `details.failure` says why.',
    message: getSourceSpec,
  })
  spec(@Input() ref: SourceDefinitionRef, @AsCaller() call: Call): Promise<EncodedReply<SpecReply>> {
    return this.bus.relay(getSourceSpec, ref, call);
  }
}
