import { AGGREGATIONS, CALL_OUTCOMES, type Aggregation, type CallOutcome, type JsonObject } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { ConfigurationRef } from './personal-configurations.messages';

export class CallToolRequest extends ConfigurationRef {
  @Field.string({ doc: 'Name of the tool, as the server has it.', example: 'create_task', min: 1, max: 1_000, in: 'path', wireName: 'tool_name' })
  toolName!: string;

  @Field.map({ doc: 'Arguments, as the `inputSchema` of the tool wants them.', example: { name: 'Write the report' }, optional: true })
  arguments?: JsonObject;
}

export class CallToolReply {
  @Field.maps({ doc: 'What the tool answers, as MCP content.', example: [{ type: 'text', text: 'Created task 42.' }], optional: true })
  content?: JsonObject[];

  @Field.map({ doc: 'The answer as the `outputSchema` of the tool describes it.', example: { id: 42 }, optional: true })
  structuredContent?: JsonObject;

  @Field.boolean({ doc: 'Whether the tool says that it has failed; `content` says why.', example: false, optional: true })
  isError?: boolean;

  @Field.map({ doc: 'What the server says beside it. `dev.moorage/credentials-suspected` is ours: test the configuration again.', optional: true })
  _meta?: JsonObject;
}

export class AcceptToolsRequest extends ConfigurationRef {
  @Field.strings({ doc: 'Names of the tools whose present definitions you accept.', example: ['clickup_create_task'], maxItems: 2_000, max: 10_000 })
  names!: string[];
}

export class AcceptToolsReply {
  @Field.id('configuration', { doc: 'The configuration.', example: 'pconf_abc123' })
  configurationId!: string;

  @Field.literal('personal_connector.accepted_tools', { doc: 'Kind of object.' })
  object!: 'personal_connector.accepted_tools';

  @Field.strings({ doc: 'Names of the tools whose definitions are accepted now.', example: ['clickup_create_task'] })
  acceptedTools!: string[];
}

/** A part of the history of calls. */
class CallPeriodRequest extends ConfigurationRef {
  @Field.string({ doc: 'Only calls since this instant, or this day (UTC).', example: '2025-09-07', max: 40, in: 'query', optional: true })
  startDate?: string;

  @Field.string({ doc: 'Only calls before this instant, or up to the end of this day (UTC). Now when absent.', example: '2025-10-07', max: 40, in: 'query', optional: true })
  endDate?: string;

  @Field.string({ doc: 'Only calls of this tool.', example: 'clickup_create_task', max: 10_000, in: 'query', optional: true })
  toolName?: string;
}

export class UsageRequest extends CallPeriodRequest {
  @Field.choice(AGGREGATIONS, { doc: 'Length of the steps of `timeline`; `day` when absent. Weeks begin on Monday.', example: 'day', in: 'query', optional: true })
  aggregation?: Aggregation;
}

export class UsagePeriod {
  @Field.timestamp({ doc: 'From this instant on.', example: '2025-09-07T00:00:00Z' })
  startDate!: string;

  @Field.timestamp({ doc: 'Up to this instant, without it.', example: '2025-10-08T00:00:00Z' })
  endDate!: string;

  @Field.choice(AGGREGATIONS, { doc: 'Length of the steps of `timeline`.', example: 'day' })
  aggregation!: Aggregation;
}

export class UsageSummary {
  @Field.integer({ doc: 'How many calls there were.', example: 40 })
  totalExecutions!: number;

  @Field.integer({ doc: 'How many of them succeeded.', example: 38 })
  successfulExecutions!: number;

  @Field.integer({ doc: 'How many did not, those that were refused before they left among them.', example: 2 })
  failedExecutions!: number;

  @Field.integer({ doc: 'Milliseconds that a call took on average; 0 without calls.', example: 145 })
  averageExecutionTimeMs!: number;

  @Field.number({ doc: 'Successful ones of all, from 0 to 1; 0 without calls.', example: 0.95 })
  successRate!: number;
}

/** Counts of some of the calls. */
class UsageCounts {
  @Field.integer({ doc: 'How many calls there were.', example: 40 })
  executions!: number;

  @Field.integer({ doc: 'How many of them succeeded.', example: 38 })
  successfulExecutions!: number;

  @Field.integer({ doc: 'How many did not.', example: 2 })
  failedExecutions!: number;

  @Field.integer({ doc: 'Milliseconds that a call took on average.', example: 145 })
  averageExecutionTimeMs!: number;

  @Field.number({ doc: 'Successful ones of all, from 0 to 1.', example: 0.95 })
  successRate!: number;
}

export class ToolUsage extends UsageCounts {
  @Field.string({ doc: 'Name of the tool.', example: 'clickup_create_task' })
  toolName!: string;
}

export class UsageStep extends UsageCounts {
  @Field.timestamp({ doc: 'When the hour, day, week or month begins, in UTC.', example: '2025-10-07T00:00:00Z' })
  startsAt!: string;
}

export class UsageReply {
  @Field.id('configuration', { doc: 'The configuration.', example: 'pconf_abc123' })
  configurationId!: string;

  @Field.string({ doc: 'Your own name for it.', example: 'My ClickUp' })
  configurationName!: string;

  @Field.id('connector', { doc: 'Its connector definition.', example: 'pcon_clickup' })
  personalConnectorId!: string;

  @Field.object(() => UsagePeriod, { doc: 'What was counted.' })
  period!: UsagePeriod;

  @Field.object(() => UsageSummary, { doc: 'All of it together.' })
  summary!: UsageSummary;

  @Field.list(() => ToolUsage, { doc: 'By tool, most often called first; the first thousand.' })
  toolBreakdown!: ToolUsage[];

  @Field.list(() => UsageStep, { doc: 'Step by step, oldest first; steps without calls are absent.' })
  timeline!: UsageStep[];
}

export class ListCallsRequest extends CallPeriodRequest {
  @Field.choice(CALL_OUTCOMES, { doc: 'Only calls that ended so.', example: 'succeeded', in: 'query', optional: true })
  outcome?: CallOutcome;

  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, in: 'query', optional: true })
  limit?: number;

  @Field.id('call', { doc: 'Continue after this id.', example: 'call_01jabd', in: 'query', optional: true })
  after?: string;
}

export class CallReply {
  @Field.id('call', { doc: 'Id.', example: 'call_01jabc' })
  id!: string;

  @Field.literal('personal_connector.call', { doc: 'Kind of object.' })
  object!: 'personal_connector.call';

  @Field.string({ doc: 'User whose call it was; this or `apiKeyId` is present.', example: 'user_xyz789', optional: true })
  userId?: string;

  @Field.string({ doc: 'API key whose call it was; this or `userId` is present.', example: 'apk_abc123', optional: true })
  apiKeyId?: string;

  @Field.string({ doc: 'Name of the tool.', example: 'clickup_create_task' })
  toolName!: string;

  @Field.choice(CALL_OUTCOMES, {
    doc: '`succeeded`; `failed`: the server says so; `refused`: it never left; `cancelled`: whoever asked gave up; `timed_out`: no answer in time; `unreachable`: the server could not be asked.',
    example: 'succeeded',
  })
  outcome!: CallOutcome;

  @Field.string({ doc: 'Error code, when there was one.', example: 'TOOL_CHANGED', optional: true })
  code?: string;

  @Field.boolean({ doc: 'Whether the result looks as if the server had not accepted the credentials.', example: false })
  credentialsSuspected!: boolean;

  @Field.choice(['mcp', 'rest'] as const, { doc: 'How it was called.', example: 'mcp' })
  via!: 'mcp' | 'rest';

  @Field.timestamp({ doc: 'When.' })
  startedAt!: string;

  @Field.integer({ doc: 'Milliseconds it took.', example: 145 })
  durationMs!: number;

  @Field.string({ doc: 'W3C trace id.', example: '4bf92f3577b34da6a3ce929d0e0e4736', optional: true })
  traceId?: string;
}

export class CallListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => CallReply, { doc: 'Calls, newest first.' })
  data!: CallReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'call_01jabd', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'call_01jabc', optional: true })
  lastId?: string;
}

export const callTool = defineRequest({
  subject: 'personal.tools.call.v1',
  request: CallToolRequest,
  reply: CallToolReply,
  deadlineMs: 120_000,
  errors: [
    'CONFIGURATION_NOT_FOUND',
    'CONFIGURATION_DISABLED',
    'TOOL_NOT_FOUND',
    'TOOL_CHANGED',
    'CONNECTOR_SERVER_UNREACHABLE',
    'CONNECTOR_AUTHENTICATION_FAILED',
    'CONNECTOR_PROTOCOL_ERROR',
    'UPSTREAM_TIMEOUT',
  ],
  doc: 'Calls a tool of the MCP server.',
});

export const acceptTools = defineRequest({
  subject: 'personal.tools.accept.v1',
  request: AcceptToolsRequest,
  reply: AcceptToolsReply,
  deadlineMs: 5_000,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONFIGURATION_DISABLED', 'UNPROCESSABLE'],
  doc: 'Accepts the present definitions of tools, so that they can be called where changes are held.',
});

export const getUsage = defineRequest({
  subject: 'personal.calls.usage.v1',
  request: UsageRequest,
  reply: UsageReply,
  deadlineMs: 10_000,
  errors: ['CONFIGURATION_NOT_FOUND'],
  doc: 'Counts the tool calls of a configuration.',
});

export const listCalls = defineRequest({
  subject: 'personal.calls.list.v1',
  request: ListCallsRequest,
  reply: CallListReply,
  deadlineMs: 5_000,
  errors: ['CONFIGURATION_NOT_FOUND'],
  doc: 'History of the tool calls of a configuration.',
});
