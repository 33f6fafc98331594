import { Controller } from '@nestjs/common';
import { callTool, getUsage, listCalls, type CallListReply, type CallToolReply, type CallToolRequest, type ListCallsRequest, type UsageReply, type UsageRequest } from '@moorage/contracts';
import { CallTool, GetUsage, ListCalls } from '@moorage/domain';
import { EncodedReply, Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { callListReply, usageReply } from './call-reply';

/** Messages that call a tool without an assistant session, and on what was called. */
@Controller()
export class CallsMessagesController {
  constructor(
    private readonly calling: CallTool,
    private readonly counting: GetUsage,
    private readonly listing: ListCalls,
  ) {}

  @Handles(callTool)
  async call({ configurationId, toolName, arguments: args = {} }: CallToolRequest, context: MessageContext): Promise<EncodedReply<CallToolReply>> {
    return new EncodedReply(Buffer.from(JSON.stringify(await this.calling.run(requireCaller(context), configurationId, toolName, args, context))));
  }

  @Handles(getUsage)
  async usage({ configurationId, ...query }: UsageRequest, context: MessageContext): Promise<UsageReply> {
    return usageReply(await this.counting.run(requireCaller(context), configurationId, query));
  }

  @Handles(listCalls)
  async list({ configurationId, ...query }: ListCallsRequest, context: MessageContext): Promise<CallListReply> {
    return callListReply(await this.listing.run(requireCaller(context), configurationId, query));
  }
}
