import { Controller } from '@nestjs/common';
import {
  createConnector,
  deleteConnector,
  getConnector,
  listConnectors,
  updateConnector,
  type ConnectorListReply,
  type ConnectorRef,
  type ConnectorReply,
  type CreateConnectorRequest,
  type DeletedConnectorReply,
  type ListConnectorsRequest,
  type UpdateConnectorRequest,
} from '@moorage/contracts';
import { CreateConnector, DeleteConnector, GetConnector, ListConnectors, UpdateConnector } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { connectorListReply, connectorReply } from './connector-reply';

/** Messages on connector definitions. */
@Controller()
export class ConnectorsMessagesController {
  constructor(
    private readonly listing: ListConnectors,
    private readonly getting: GetConnector,
    private readonly creating: CreateConnector,
    private readonly updating: UpdateConnector,
    private readonly deleting: DeleteConnector,
  ) {}

  @Handles(listConnectors)
  async list({ type, ...query }: ListConnectorsRequest, context: MessageContext): Promise<ConnectorListReply> {
    const known = type === 'aitronos_built' ? 'built_in' : type;
    return connectorListReply(await this.listing.run(requireCaller(context), { ...query, ...(known && { type: known }) }));
  }

  @Handles(getConnector)
  async get({ connectorId }: ConnectorRef, context: MessageContext): Promise<ConnectorReply> {
    return connectorReply(await this.getting.run(requireCaller(context), connectorId));
  }

  @Handles(createConnector)
  async create({ type: _custom, ...draft }: CreateConnectorRequest, context: MessageContext): Promise<ConnectorReply> {
    return connectorReply(await this.creating.run(requireCaller(context), draft));
  }

  @Handles(updateConnector)
  async update({ id, ...patch }: UpdateConnectorRequest, context: MessageContext): Promise<ConnectorReply> {
    return connectorReply(await this.updating.run(requireCaller(context), id, patch));
  }

  @Handles(deleteConnector)
  async delete({ connectorId }: ConnectorRef, context: MessageContext): Promise<DeletedConnectorReply> {
    return { ...(await this.deleting.run(requireCaller(context), connectorId)), object: 'personal_connector', deleted: true };
  }
}
