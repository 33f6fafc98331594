import { Controller } from '@nestjs/common';
import {
  acceptTools,
  listChecks,
  listTools,
  refreshTools,
  testConfiguration,
  type AcceptToolsReply,
  type AcceptToolsRequest,
  type CheckListReply,
  type ConfigurationRef,
  type ListChecksRequest,
  type ListToolsRequest,
  type RefreshReply,
  type TestReply,
  type ToolListReply,
} from '@moorage/contracts';
import { AcceptTools, ListChecks, ListTools, RefreshTools, TestConfiguration } from '@moorage/domain';
import { EncodedReply, Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { checkListReply, testReply } from './check-reply';
import { refreshReply, toolListReply } from './tool-reply';

/** Messages that lead to an MCP server, or to what is remembered of one. */
@Controller()
export class ToolsMessagesController {
  constructor(
    private readonly testing: TestConfiguration,
    private readonly refreshing: RefreshTools,
    private readonly listing: ListTools,
    private readonly checks: ListChecks,
    private readonly accepting: AcceptTools,
  ) {}

  @Handles(testConfiguration)
  async test({ configurationId }: ConfigurationRef, context: MessageContext): Promise<TestReply> {
    return testReply(await this.testing.run(requireCaller(context), configurationId, context));
  }

  @Handles(refreshTools)
  async refresh({ configurationId }: ConfigurationRef, context: MessageContext): Promise<RefreshReply> {
    return refreshReply(configurationId, await this.refreshing.run(requireCaller(context), configurationId, context));
  }

  @Handles(listTools)
  async list({ configurationId, forceRefresh = false }: ListToolsRequest, context: MessageContext): Promise<EncodedReply<ToolListReply>> {
    return toolListReply(await this.listing.run(requireCaller(context), configurationId, forceRefresh, context));
  }

  @Handles(acceptTools)
  async accept({ configurationId, names }: AcceptToolsRequest, context: MessageContext): Promise<AcceptToolsReply> {
    return { configurationId, object: 'personal_connector.accepted_tools', acceptedTools: await this.accepting.run(requireCaller(context), configurationId, names) };
  }

  @Handles(listChecks)
  async listChecks({ configurationId, ...page }: ListChecksRequest, context: MessageContext): Promise<CheckListReply> {
    return checkListReply(await this.checks.run(requireCaller(context), configurationId, page));
  }
}
