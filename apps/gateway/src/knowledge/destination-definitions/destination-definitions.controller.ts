import { Controller } from '@nestjs/common';
import {
  CreateDefinitionRequest,
  KnowledgePage,
  Nothing,
  DestinationDefinitionListReply,
  DestinationDefinitionRef,
  DestinationDefinitionReply,
  SpecReply,
  UpdateDestinationDefinitionRequest,
  createDestinationDefinition,
  deleteDestinationDefinition,
  getDestinationDefinition,
  getDestinationSpec,
  listDestinationDefinitions,
  updateDestinationDefinition,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';

const PATH = `${KNOWLEDGE_PATH}/destination-definitions` as const;
const ONE = `${PATH}/{destination_definition_id}` as const;
const TAG = 'Destination definitions';

@Controller()
export class DestinationDefinitionsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({ id: 'listDestinationDefinitions', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the destinations that can be connected', description: 'Those that are part of Moorage, and those of the organization; by id.', message: listDestinationDefinitions })
  list(@Input() page: KnowledgePage, @AsCaller() call: Call): Promise<EncodedReply<DestinationDefinitionListReply>> {
    return this.bus.relay(listDestinationDefinitions, page, call);
  }

  @Operation({ id: 'getDestinationDefinition', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a destination definition', message: getDestinationDefinition })
  get(@Input() ref: DestinationDefinitionRef, @AsCaller() call: Call): Promise<DestinationDefinitionReply> {
    return this.bus.call(getDestinationDefinition, ref, call);
  }

  @Operation({
    id: 'createDestinationDefinition',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 201,
    summary: 'Define a destination of your own',
    description: 'Any command that speaks the Airbyte protocol and that the operator permits. It can be configured at once.',
    message: createDestinationDefinition,
  })
  create(@Input() body: CreateDefinitionRequest, @AsCaller() call: Call): Promise<DestinationDefinitionReply> {
    return this.bus.call(createDestinationDefinition, body, call);
  }

  @Operation({ id: 'updateDestinationDefinition', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a destination definition of your own', description: 'Another command is asked anew for its spec.', message: updateDestinationDefinition })
  update(@Input() body: UpdateDestinationDefinitionRequest, @AsCaller() call: Call): Promise<DestinationDefinitionReply> {
    return this.bus.call(updateDestinationDefinition, body, call);
  }

  @Operation({ id: 'deleteDestinationDefinition', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a destination definition of your own', description: 'Only one that no destination uses.', message: deleteDestinationDefinition })
  delete(@Input() ref: DestinationDefinitionRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteDestinationDefinition, ref, call);
  }

  @Operation({
    id: 'getDestinationSpec',
    method: 'GET',
    path: `${ONE}/spec`,
    tag: TAG,
    access: KNOWLEDGE_READ,
    summary: 'What a destination wants to be configured with',
    description: 'A command is started for it once, and again when it has changed. When that brings no usable spec, `details.failure` says why.',
    message: getDestinationSpec,
  })
  spec(@Input() ref: DestinationDefinitionRef, @AsCaller() call: Call): Promise<EncodedReply<SpecReply>> {
    return this.bus.relay(getDestinationSpec, ref, call);
  }
}
