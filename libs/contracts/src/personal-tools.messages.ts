import { failure, FAILURE_STAGES, SERVER_TYPES, type FailureCode, type FailureStage, type JsonObject, type ServerType } from '@moorage/domain';
import { defineBroadcast, defineRequest } from './define-message';
import { Field } from './field';
import { ConfigurationRef } from './personal-configurations.messages';

const EXAMPLE = failure('AUTHENTICATION_FAILED');

export class FailureReply {
  @Field.choice(FAILURE_STAGES, { doc: 'Where the attempt ended.', example: EXAMPLE.stage })
  stage!: FailureStage;

  @Field.string({ doc: 'Code for machines, see the reference of failures.', example: EXAMPLE.code })
  code!: FailureCode;

  @Field.string({ doc: 'What is wrong, in words.', example: EXAMPLE.message })
  message!: string;

  @Field.string({ doc: 'What to do next.', example: EXAMPLE.hint })
  hint!: string;

  @Field.boolean({ doc: 'Whether trying again may help without any change.', example: EXAMPLE.retryable })
  retryable!: boolean;
}

export class TimingsReply {
  @Field.number({ doc: 'Milliseconds to resolve the host name.', example: 2, optional: true })
  dnsMs?: number;

  @Field.number({ doc: 'Milliseconds to open the connection.', example: 11, optional: true })
  connectMs?: number;

  @Field.number({ doc: 'Milliseconds to agree on TLS.', example: 23, optional: true })
  tlsMs?: number;

  @Field.number({ doc: 'Milliseconds to learn who the server is.', example: 40, optional: true })
  handshakeMs?: number;

  @Field.number({ doc: 'Milliseconds to read the tool list.', example: 35, optional: true })
  listToolsMs?: number;
}

export class TestDetails {
  @Field.string({ doc: 'Address of the server, or `stdio:` and its command line, without credentials.', example: 'http://clickup-mcp:8000', optional: true })
  serverUrl?: string;

  @Field.choice(SERVER_TYPES, { doc: 'Transport.', example: 'http' })
  serverType!: ServerType;

  @Field.integer({ doc: 'Milliseconds from the start of the test to its result.', example: 145 })
  responseTimeMs!: number;

  @Field.string({ doc: 'Version that the server gives of itself.', example: '1.0.0', optional: true })
  serverVersion?: string;

  @Field.integer({ doc: 'How many tools the server offers.', example: 8, optional: true })
  availableTools?: number;

  @Field.object(() => TimingsReply, { doc: 'Milliseconds by stage; a stage that did not run is absent.' })
  timings!: TimingsReply;

  @Field.string({ doc: 'MCP revision in use.', example: '2025-11-25', optional: true })
  protocolVersion?: string;

  @Field.object(() => FailureReply, { doc: 'Why it is unhealthy; absent when healthy.', optional: true })
  failure?: FailureReply;
}

export class TestReply {
  @Field.choice(['healthy', 'unhealthy'] as const, { doc: 'The result.', example: 'healthy' })
  status!: 'healthy' | 'unhealthy';

  @Field.string({ doc: 'The result in words.', example: 'Connection successful. MCP server is responding correctly.' })
  message!: string;

  @Field.object(() => TestDetails, { doc: 'What was found.' })
  details!: TestDetails;

  @Field.timestamp({ doc: 'When it was tested.' })
  testedAt!: string;
}

export class RefreshDetails {
  @Field.id('configuration', { doc: 'The configuration.', example: 'pconf_abc123' })
  configurationId!: string;

  @Field.integer({ doc: 'How many tools there are now.', example: 8 })
  toolsDiscovered!: number;

  @Field.integer({ doc: 'How many tools there were before.', example: 6 })
  previousToolCount!: number;

  @Field.strings({ doc: 'Tools that were not there before.', example: ['clickup_add_attachment'] })
  newTools!: string[];

  @Field.strings({ doc: 'Tools that are gone.', example: [] })
  removedTools!: string[];

  @Field.strings({ doc: 'Tools with the same name and another definition. Read them before you trust them.', example: [] })
  changedTools!: string[];

  @Field.strings({ doc: 'Tools that cannot be called until you accept their definitions, whenever those changed. Only where `tools.onChange` is `hold`.', example: [], optional: true })
  heldTools?: string[];

  @Field.timestamp({ doc: 'When the tools were fetched.' })
  cachedAt!: string;

  @Field.timestamp({ doc: 'Until when they are used without asking again.', example: '2025-10-07T13:30:00Z' })
  expiresAt!: string;
}

export class RefreshReply {
  @Field.literal(true, { doc: 'Always true.' })
  success!: true;

  @Field.string({ doc: 'The result in words.', example: 'Tool cache refreshed successfully.' })
  message!: string;

  @Field.object(() => RefreshDetails, { doc: 'What was found and what has changed.' })
  details!: RefreshDetails;
}

export class ListToolsRequest extends ConfigurationRef {
  @Field.boolean({ doc: 'Ask the server even if the cached tools are fresh.', example: false, fallback: false, in: 'query', optional: true })
  forceRefresh?: boolean;
}

export class ToolReply {
  @Field.string({ doc: 'Name by which it is called.', example: 'clickup_create_task' })
  name!: string;

  @Field.string({ doc: 'Title for people.', example: 'Create a task', optional: true })
  title?: string;

  @Field.string({ doc: 'What it does.', example: 'Creates a task in a list.', max: 1_000_000, optional: true })
  description?: string;

  @Field.map({ doc: 'JSON Schema of its arguments.', example: { type: 'object' } })
  inputSchema!: JsonObject;

  @Field.map({ doc: 'JSON Schema of its result.', example: { type: 'object' }, optional: true })
  outputSchema?: JsonObject;

  @Field.map({ doc: 'Hints of the server on its behaviour.', example: { readOnlyHint: false, destructiveHint: false }, optional: true })
  annotations?: JsonObject;

  @Field.literal(false, { doc: 'Present where `tools` of the configuration keeps it from assistants.', optional: true })
  allowed?: false;

  @Field.literal(true, { doc: 'Present where it cannot be called until you accept its new definition.', optional: true })
  held?: true;
}

export class ToolListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => ToolReply, { doc: 'Tool definitions, in the order of the server.' })
  data!: ToolReply[];

  @Field.timestamp({ doc: 'When they were fetched.' })
  cachedAt!: string;

  @Field.timestamp({ doc: 'Until when they are used without asking again.', example: '2025-10-07T13:30:00Z' })
  expiresAt!: string;
}

export class ListChecksRequest extends ConfigurationRef {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, in: 'query', optional: true })
  limit?: number;

  @Field.id('check', { doc: 'Continue after this id.', example: 'chk_01jabd', in: 'query', optional: true })
  after?: string;
}

export class CheckReply {
  @Field.id('check', { doc: 'Id.', example: 'chk_01jabc' })
  id!: string;

  @Field.literal('personal_connector.check', { doc: 'Kind of object.' })
  object!: 'personal_connector.check';

  @Field.choice(['test', 'refresh'] as const, { doc: 'What was done.', example: 'test' })
  kind!: 'test' | 'refresh';

  @Field.choice(['healthy', 'unhealthy'] as const, { doc: 'The result.', example: 'healthy' })
  status!: 'healthy' | 'unhealthy';

  @Field.timestamp({ doc: 'When.' })
  checkedAt!: string;

  @Field.integer({ doc: 'Milliseconds it took.', example: 145 })
  responseTimeMs!: number;

  @Field.object(() => TimingsReply, { doc: 'Milliseconds by stage.' })
  timings!: TimingsReply;

  @Field.integer({ doc: 'How many tools the server offered.', example: 8, optional: true })
  availableTools?: number;

  @Field.string({ doc: 'MCP revision in use.', example: '2025-11-25', optional: true })
  protocolVersion?: string;

  @Field.string({ doc: 'Version that the server gave of itself.', example: '1.0.0', optional: true })
  serverVersion?: string;

  @Field.object(() => FailureReply, { doc: 'Why it failed; absent when healthy.', optional: true })
  failure?: FailureReply;
}

export class CheckListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => CheckReply, { doc: 'Tests and refreshes, newest first.' })
  data!: CheckReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'chk_01jabd', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'chk_01jabc', optional: true })
  lastId?: string;
}

export class ToolsChangedEvent {
  @Field.strings({ doc: 'Configurations whose tools may differ now.', example: ['pconf_abc123'] })
  configurationIds!: string[];

  @Field.string({ doc: 'Whose they are, where it is one owner; some of theirs may be new.', example: 'user_abc123', optional: true })
  ownerId?: string;
}

/** Longer than the longest test deadline that can be configured (60 s). */
const TEST_DEADLINE_MS = 65_000;

/** A refresh may have to wait for one that is under way, and then run itself. */
const FETCH_DEADLINE_MS = 130_000;

export const testConfiguration = defineRequest({
  subject: 'personal.configurations.test.v1',
  request: ConfigurationRef,
  reply: TestReply,
  deadlineMs: TEST_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONNECTOR_NOT_FOUND'],
  doc: 'Connects to the MCP server with the stored credentials and reports what it found; executes no tool.',
});

export const refreshTools = defineRequest({
  subject: 'personal.tools.refresh.v1',
  request: ConfigurationRef,
  reply: RefreshReply,
  deadlineMs: FETCH_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONNECTOR_NOT_FOUND', 'CONFIGURATION_DISABLED', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'Fetches the tool definitions anew and says what has changed.',
});

export const listTools = defineRequest({
  subject: 'personal.tools.list.v1',
  request: ListToolsRequest,
  reply: ToolListReply,
  deadlineMs: FETCH_DEADLINE_MS,
  errors: ['CONFIGURATION_NOT_FOUND', 'INSUFFICIENT_PERMISSIONS', 'CONNECTOR_NOT_FOUND', 'CONFIGURATION_DISABLED', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'The cached tool definitions; fetches them when there are none or they are stale.',
});

export const listChecks = defineRequest({
  subject: 'personal.checks.list.v1',
  request: ListChecksRequest,
  reply: CheckListReply,
  deadlineMs: 5_000,
  errors: ['CONFIGURATION_NOT_FOUND'],
  doc: 'History of tests and refreshes.',
});

export const toolsChanged = defineBroadcast({
  subject: 'personal.tools.changed.v1',
  event: ToolsChangedEvent,
  doc: 'The tools of these configurations may have changed; re-read them.',
});
