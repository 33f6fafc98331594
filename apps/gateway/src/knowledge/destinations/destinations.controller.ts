import { Controller } from '@nestjs/common';
import {
  CreateDestinationBody,
  ListDestinationsRequest,
  Nothing,
  DestinationListReply,
  DestinationRef,
  DestinationReply,
  UpdateDestinationBody,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  updateDestination,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_WRITE } from '../knowledge-access';
import { SealConfiguration } from '../seal-configuration';

const PATH = `${KNOWLEDGE_PATH}/destinations` as const;
const ONE = `${PATH}/{destination_id}` as const;
const TAG = 'Destinations';

@Controller()
export class DestinationsController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealConfiguration,
  ) {}

  @Operation({ id: 'listDestinations', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the destinations', description: 'Newest first.', message: listDestinations })
  list(@Input() query: ListDestinationsRequest, @AsCaller() call: Call): Promise<EncodedReply<DestinationListReply>> {
    return this.bus.relay(listDestinations, query, call);
  }

  @Operation({ id: 'getDestination', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a destination', message: getDestination })
  get(@Input() ref: DestinationRef, @AsCaller() call: Call): Promise<DestinationReply> {
    return this.bus.call(getDestination, ref, call);
  }

  @Operation({
    id: 'createDestination',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 201,
    summary: 'Create a destination',
    description: 'Its configuration has to fit the spec of its definition; it is encrypted at rest, and its secrets are never returned. Nothing is connected to: test it first, or afterwards.',
    message: createDestination,
    input: CreateDestinationBody,
  })
  create(@Input() body: CreateDestinationBody, @AsCaller() call: Call): Promise<DestinationReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(createDestination, message, call));
  }

  @Operation({ id: 'updateDestination', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a destination', description: 'The configuration is merged: null removes a member, lists are replaced. Secrets that are masked or not named stay as they are stored.', message: updateDestination, input: UpdateDestinationBody })
  update(@Input() body: UpdateDestinationBody, @AsCaller() call: Call): Promise<DestinationReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(updateDestination, message, call));
  }

  @Operation({ id: 'deleteDestination', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a destination', description: 'Only one that no connection uses. Its configuration is erased.', message: deleteDestination })
  delete(@Input() ref: DestinationRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteDestination, ref, call);
  }
}
