import { Controller } from '@nestjs/common';
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  testConnection,
  updateConnection,
  validateSyncConfig,
  type ConnectionListReply,
  type ConnectionRef,
  type ConnectionReply,
  type CreateConnectionRequest,
  type ListConnectionsRequest,
  type Nothing,
  type TestConnectionReply,
  type TestConnectionRequest,
  type UpdateConnectionRequest,
  type ValidateSyncConfigReply,
  type ValidateSyncConfigRequest,
} from '@moorage/contracts';
import { CreateConnection, DeleteConnection, GetConnection, ListConnections, TestConnection, UpdateConnection, ValidateSyncConfig } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { connectionFilter, connectionPatch, connectionReply, syncConfig, testRequest, validationReply } from './connection-reply';
import { knowledgeList } from './knowledge-list';
import { connectionTestReply } from './test-reply';

/** Messages on connections. */
@Controller()
export class ConnectionsMessagesController {
  constructor(
    private readonly listing: ListConnections,
    private readonly getting: GetConnection,
    private readonly creating: CreateConnection,
    private readonly updating: UpdateConnection,
    private readonly deleting: DeleteConnection,
    private readonly testing: TestConnection,
    private readonly validating: ValidateSyncConfig,
  ) {}

  @Handles(listConnections)
  async list(query: ListConnectionsRequest, context: MessageContext): Promise<ConnectionListReply> {
    return knowledgeList(await this.listing.run(requireCaller(context), connectionFilter(query)), query, connectionReply);
  }

  @Handles(getConnection)
  async get({ connection_id }: ConnectionRef, context: MessageContext): Promise<ConnectionReply> {
    return connectionReply(await this.getting.run(requireCaller(context), connection_id));
  }

  @Handles(createConnection)
  async create({ source_id, ...fields }: CreateConnectionRequest, context: MessageContext): Promise<ConnectionReply> {
    return connectionReply(await this.creating.run(requireCaller(context), { sourceId: source_id, ...connectionPatch(fields) }));
  }

  @Handles(updateConnection)
  async update({ connection_id, ...fields }: UpdateConnectionRequest, context: MessageContext): Promise<ConnectionReply> {
    return connectionReply(await this.updating.run(requireCaller(context), connection_id, connectionPatch(fields)));
  }

  @Handles(deleteConnection)
  async delete({ connection_id }: ConnectionRef, context: MessageContext): Promise<Nothing> {
    return this.deleting.run(requireCaller(context), connection_id);
  }

  @Handles(testConnection)
  async test(request: TestConnectionRequest, context: MessageContext): Promise<TestConnectionReply> {
    return connectionTestReply(await this.testing.run(requireCaller(context), testRequest(request), context));
  }

  @Handles(validateSyncConfig)
  async validate(request: ValidateSyncConfigRequest, context: MessageContext): Promise<ValidateSyncConfigReply> {
    return validationReply(await this.validating.run(requireCaller(context), syncConfig(request), context));
  }
}
