import { Controller } from '@nestjs/common';
import {
  ConnectorListReply,
  ConnectorRef,
  ConnectorReply,
  CreateConnectorRequest,
  DeletedConnectorReply,
  ListConnectorsRequest,
  UpdateConnectorRequest,
  createConnector,
  deleteConnector,
  getConnector,
  listConnectors,
  updateConnector,
} from '@moorage/contracts';
import { ContractClient } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsCaller, Input, type Call } from '../operation/parameters';

const PATH = '/v1/personal-connectors';
const TAG = 'Personal connectors';
const READ = { scopes: ['personal:read'] } as const;
const WRITE = { scopes: ['personal:write'] } as const;

@Controller()
export class PersonalConnectorsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({
    id: 'listPersonalConnectors',
    method: 'GET',
    path: PATH,
    tag: TAG,
    access: READ,
    summary: 'List the catalogue',
    description: 'Well-known connectors, those your organization shares, and your own; by id ascending.',
    message: listConnectors,
  })
  list(@Input() query: ListConnectorsRequest, @AsCaller() call: Call): Promise<ConnectorListReply> {
    return this.bus.call(listConnectors, query, call);
  }

  @Operation({ id: 'getPersonalConnector', method: 'GET', path: `${PATH}/{connector_id}`, tag: TAG, access: READ, summary: 'Get a connector', message: getConnector })
  get(@Input() ref: ConnectorRef, @AsCaller() call: Call): Promise<ConnectorReply> {
    return this.bus.call(getConnector, ref, call);
  }

  @Operation({
    id: 'createPersonalConnector',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: WRITE,
    status: 201,
    summary: 'Define a connector of your own',
    description: 'Says how an MCP server is reached and what a configuration of it must contain. Only you see it, unless you are admin and share it with your organization.',
    message: createConnector,
  })
  create(@Input() body: CreateConnectorRequest, @AsCaller() call: Call): Promise<ConnectorReply> {
    return this.bus.call(createConnector, body, call);
  }

  @Operation({
    id: 'updatePersonalConnector',
    method: 'PATCH',
    path: `${PATH}/{connector_id}`,
    tag: TAG,
    access: WRITE,
    summary: 'Change a connector of your own',
    description: 'A new address, transport or template makes its configurations start anew: tested again, tools fetched again, and credentials asked for again when the address moved elsewhere.',
    message: updateConnector,
  })
  update(@Input() body: UpdateConnectorRequest, @AsCaller() call: Call): Promise<ConnectorReply> {
    return this.bus.call(updateConnector, body, call);
  }

  @Operation({ id: 'deletePersonalConnector', method: 'DELETE', path: `${PATH}/{connector_id}`, tag: TAG, access: WRITE, summary: 'Delete a connector of your own', description: 'Only one that no configuration uses.', message: deleteConnector })
  delete(@Input() ref: ConnectorRef, @AsCaller() call: Call): Promise<DeletedConnectorReply> {
    return this.bus.call(deleteConnector, ref, call);
  }
}
