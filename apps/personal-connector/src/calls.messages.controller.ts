import { Controller } from '@nestjs/common';
import { getUsage, listCalls, type CallListReply, type ListCallsRequest, type UsageReply, type UsageRequest } from '@moorage/contracts';
import { GetUsage, ListCalls } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { callListReply, usageReply } from './call-reply';

/** Messages on what was called. */
@Controller()
export class CallsMessagesController {
  constructor(
    private readonly counting: GetUsage,
    private readonly listing: ListCalls,
  ) {}

  @Handles(getUsage)
  async usage({ configurationId, ...query }: UsageRequest, context: MessageContext): Promise<UsageReply> {
    return usageReply(await this.counting.run(requireCaller(context), configurationId, query));
  }

  @Handles(listCalls)
  async list({ configurationId, ...query }: ListCallsRequest, context: MessageContext): Promise<CallListReply> {
    return callListReply(await this.listing.run(requireCaller(context), configurationId, query));
  }
}
