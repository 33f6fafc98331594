import { Controller } from '@nestjs/common';
import {
  ConnectionListReply,
  ConnectionRef,
  ConnectionReply,
  CreateConnectionRequest,
  ListConnectionsRequest,
  Nothing,
  TestConnectionReply,
  TestConnectionRequest,
  UpdateConnectionRequest,
  ValidateSyncConfigReply,
  ValidateSyncConfigRequest,
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  testConnection,
  updateConnection,
  validateSyncConfig,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_TEST, KNOWLEDGE_WRITE } from '../knowledge-access';

const PATH = `${KNOWLEDGE_PATH}/connections` as const;
const ONE = `${PATH}/{connection_id}` as const;
const TAG = 'Connections';

@Controller()
export class ConnectionsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({ id: 'listConnections', method: 'GET', path: PATH, tag: TAG, access: KNOWLEDGE_READ, summary: 'List the connections', description: 'Newest first.', message: listConnections })
  list(@Input() query: ListConnectionsRequest, @AsCaller() call: Call): Promise<EncodedReply<ConnectionListReply>> {
    return this.bus.relay(listConnections, query, call);
  }

  @Operation({ id: 'getConnection', method: 'GET', path: ONE, tag: TAG, access: KNOWLEDGE_READ, summary: 'Get a connection', message: getConnection })
  get(@Input() ref: ConnectionRef, @AsCaller() call: Call): Promise<ConnectionReply> {
    return this.bus.call(getConnection, ref, call);
  }

  @Operation({
    id: 'createConnection',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KNOWLEDGE_WRITE,
    status: 201,
    summary: 'Create a connection',
    description: 'Connects a source to a destination, in the workspace of the source. Nothing is connected to: test it first, or afterwards.',
    message: createConnection,
  })
  create(@Input() body: CreateConnectionRequest, @AsCaller() call: Call): Promise<ConnectionReply> {
    return this.bus.call(createConnection, body, call);
  }

  @Operation({ id: 'updateConnection', method: 'PATCH', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Change a connection', description: 'What is given is replaced as a whole. `{"status": "active"}` resumes a paused one.', message: updateConnection })
  update(@Input() body: UpdateConnectionRequest, @AsCaller() call: Call): Promise<ConnectionReply> {
    return this.bus.call(updateConnection, body, call);
  }

  @Operation({ id: 'deleteConnection', method: 'DELETE', path: ONE, tag: TAG, access: KNOWLEDGE_WRITE, status: 204, summary: 'Delete a connection', description: 'Its source, its destination and what was written there stay.', message: deleteConnection })
  delete(@Input() ref: ConnectionRef, @AsCaller() call: Call): Promise<Nothing> {
    return this.bus.call(deleteConnection, ref, call);
  }

  @Operation({ id: 'pauseConnection', method: 'POST', path: `${ONE}/pause`, tag: TAG, access: KNOWLEDGE_WRITE, summary: 'Pause a connection', description: 'Sets its status to `inactive`: its schedule is not followed any more.', message: updateConnection, input: ConnectionRef })
  pause(@Input() ref: ConnectionRef, @AsCaller() call: Call): Promise<ConnectionReply> {
    return this.bus.call(updateConnection, { ...ref, status: 'inactive' }, call);
  }

  @Operation({
    id: 'testConnection',
    method: 'POST',
    path: `${PATH}/test`,
    tag: TAG,
    access: KNOWLEDGE_TEST,
    summary: 'Test a connection before it is created',
    description: 'A dry run: source, destination and streams are looked at for real and at the same time, and nothing is stored or left behind. A failed test is a result: it answers 200 and names the side and the step that failed.',
    message: testConnection,
    faultCode: 'CONNECTOR_INVALID_CONFIG',
  })
  test(@Input() body: TestConnectionRequest, @AsCaller() call: Call): Promise<TestConnectionReply> {
    return this.bus.call(testConnection, body, call);
  }

  @Operation({
    id: 'validateSyncConfig',
    method: 'POST',
    path: `${PATH}/validate-sync-config`,
    tag: TAG,
    access: KNOWLEDGE_TEST,
    summary: 'Validate what is to be synced',
    description: 'Holds streams against what the source offers, as last discovered while that is current, and how the destination can write. Takes a `connection_id`, or `source_id`, `destination_id` and `streams`.',
    message: validateSyncConfig,
  })
  validate(@Input() body: ValidateSyncConfigRequest, @AsCaller() call: Call): Promise<ValidateSyncConfigReply> {
    return this.bus.call(validateSyncConfig, body, call);
  }
}
