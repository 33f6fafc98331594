import { CHECK_STAGES, CONNECTION_SIDES, SYNC_MODES, type CheckStage, type ConnectionSide, type SyncMode } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';
import { Nothing } from './service.messages';

const CONNECTION_STATUSES = ['active', 'inactive'] as const;
const SCHEDULE_TYPES = ['manual', 'cron'] as const;
type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

/** Deepest field that can be named, and most fields of one stream. */
const PATH = { maxItems: 1_000, maxSteps: 16 } as const;

export class StreamChoice {
  @Field.string({ doc: 'Name of the stream, as the source offers it.', example: 'orders', min: 1, max: 1_000 })
  stream_name!: string;

  @Field.string({ doc: 'Its namespace; needed only where several streams have the name.', example: 'public', max: 1_000, optional: true })
  namespace?: string;

  @Field.choice(SYNC_MODES, { doc: 'How it is read and written.', example: 'incremental_append' })
  sync_mode!: SyncMode;

  @Field.strings({ doc: 'Path of the field that tells what is new; not needed where the source has a cursor of its own or suggests one.', example: ['updated_at'], maxItems: PATH.maxSteps, max: 1_000, optional: true })
  cursor_field?: string[];

  @Field.paths({ doc: 'Paths of the fields that make a record unique; not needed where the source knows them.', example: [['id']], ...PATH, optional: true })
  primary_key?: string[][];

  @Field.paths({ doc: 'Paths of the fields to keep; all when absent.', example: [['id'], ['updated_at']], ...PATH, optional: true })
  selected_fields?: string[][];
}

export class StreamChoices {
  @Field.list(() => StreamChoice, { doc: 'Streams to sync.', maxItems: 5_000, optional: true })
  streams?: StreamChoice[];
}

export class ScheduleFields {
  @Field.choice(SCHEDULE_TYPES, { doc: 'Whether it runs by hand or by the clock.', example: 'cron' })
  schedule_type!: (typeof SCHEDULE_TYPES)[number];

  @Field.string({ doc: 'When it runs, in UTC: five fields from minute to day of week, or six with one second before them.', example: '0 3 * * *', max: 200, optional: true })
  cron_expression?: string;
}

export class ConnectionRef {
  @Field.id('connection', { doc: 'Id of the connection.', example: 'conn_abc123', in: 'path' })
  connection_id!: string;
}

export class CreateConnectionRequest {
  @Field.id('source', { doc: 'Where it reads.', example: 'src_abc123' })
  source_id!: string;

  @Field.id('destination', { doc: 'Where it writes; the default destination of the workspace when absent, if there is one.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.string({ doc: 'Your own name for it; made of the names of its ends when absent.', example: 'Orders to the warehouse', min: 1, max: 120, optional: true })
  name?: string;

  @Field.object(() => ScheduleFields, { doc: 'When it runs; by hand when absent.', optional: true })
  schedule?: ScheduleFields;

  @Field.object(() => StreamChoices, { doc: 'What is synced. Checked for its form; whether it fits the source, `validate-sync-config` tells.', optional: true })
  configurations?: StreamChoices;

  @Field.choice(CONNECTION_STATUSES, { doc: 'Whether its schedule is followed.', example: 'active', optional: true })
  status?: ConnectionStatus;
}

export class UpdateConnectionRequest extends ConnectionRef {
  @Field.string({ doc: 'A new name.', example: 'Orders to the warehouse', min: 1, max: 120, optional: true })
  name?: string;

  @Field.id('destination', { doc: 'Where it writes from now on.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.object(() => ScheduleFields, { doc: 'When it runs from now on.', optional: true })
  schedule?: ScheduleFields;

  @Field.object(() => StreamChoices, { doc: 'What is synced from now on; it replaces what was.', optional: true })
  configurations?: StreamChoices;

  @Field.choice(CONNECTION_STATUSES, { doc: '`active` resumes a paused connection.', example: 'active', optional: true })
  status?: ConnectionStatus;
}

export class ListConnectionsRequest extends KnowledgePage {
  @Field.id('workspace', { doc: 'Only those in this workspace.', example: 'ws_01jabc', in: 'query', optional: true })
  workspace_id?: string;

  @Field.id('source', { doc: 'Only those that read here.', example: 'src_abc123', in: 'query', optional: true })
  source_id?: string;

  @Field.id('destination', { doc: 'Only those that write here.', example: 'dst_abc123', in: 'query', optional: true })
  destination_id?: string;

  @Field.choice(CONNECTION_STATUSES, { doc: 'Only those in this status.', example: 'active', in: 'query', optional: true })
  status?: ConnectionStatus;
}

export class ConnectionReply {
  @Field.id('connection', { doc: 'Id.', example: 'conn_abc123' })
  connection_id!: string;

  @Field.string({ doc: 'Your own name for it.', example: 'Orders to the warehouse' })
  name!: string;

  @Field.id('source', { doc: 'Where it reads.', example: 'src_abc123' })
  source_id!: string;

  @Field.id('destination', { doc: 'Where it writes; absent when that is not decided yet.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.id('workspace', { doc: 'Workspace that it stands in: that of its source.', example: 'ws_01jabc' })
  workspace_id!: string;

  @Field.choice(CONNECTION_STATUSES, { doc: 'Whether its schedule is followed.', example: 'active' })
  status!: ConnectionStatus;

  @Field.object(() => ScheduleFields, { doc: 'When it runs.' })
  schedule!: ScheduleFields;

  @Field.object(() => StreamChoices, { doc: 'What is synced.' })
  configurations!: StreamChoices;
}

export class ConnectionListReply extends KnowledgeListFrame {
  @Field.list(() => ConnectionReply, { doc: 'Connections, newest first.' })
  data!: ConnectionReply[];
}

export class TestConnectionRequest {
  @Field.id('source', { doc: 'Source to test connectivity for.', example: 'src_abc123' })
  source_id!: string;

  @Field.id('destination', { doc: 'Destination to test against; the default one of the workspace when absent. Without either, only the source is tested.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.object(() => StreamChoices, { doc: 'What would be synced: held against what the source really offers.', optional: true })
  configurations?: StreamChoices;
}

export class ConnectionCheckReply {
  @Field.choice(CONNECTION_SIDES, { doc: 'What was looked at.', example: 'source' })
  side!: ConnectionSide;

  @Field.choice(CHECK_STAGES, { doc: 'What was tried.', example: 'authenticate' })
  step!: CheckStage;

  @Field.choice(['succeeded', 'failed', 'skipped'] as const, { doc: 'How it went.', example: 'failed' })
  status!: 'succeeded' | 'failed' | 'skipped';

  @Field.string({ doc: 'Why it failed or was skipped, or what should be known.', example: 'PostgreSQL at db.example.com:5432 did not accept the credentials.', optional: true })
  message?: string;
}

export class TestConnectionReply {
  @Field.choice(['succeeded', 'failed'] as const, { doc: 'The result. A failed test is a result, too.', example: 'succeeded' })
  status!: 'succeeded' | 'failed';

  @Field.string({ doc: 'The result in words; names the side and the step that failed.', example: 'Connection test passed' })
  message!: string;

  @Field.list(() => ConnectionCheckReply, { doc: 'All that was looked at. When nothing is wrong, only what should be known all the same: warnings, that there is no destination, or that nothing was written to it; absent when there is nothing of that.', optional: true })
  checks?: ConnectionCheckReply[];
}

export class ValidateSyncConfigRequest {
  @Field.id('connection', { doc: 'Connection to validate.', example: 'conn_abc123', optional: true })
  connection_id?: string;

  @Field.id('source', { doc: 'Where it would read; needed without `connection_id`.', example: 'src_abc123', optional: true })
  source_id?: string;

  @Field.id('destination', { doc: 'Where it would write; without one, how it can write is not looked at.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.list(() => StreamChoice, { doc: 'What would be synced; needed without `connection_id`, else instead of what the connection says.', maxItems: 5_000, optional: true })
  streams?: StreamChoice[];
}

export class SyncConfigFault {
  @Field.string({ doc: 'The field that is wrong.', example: 'streams.0.cursor_field' })
  field!: string;

  @Field.string({ doc: 'What is wrong with it.', example: 'streams.0.cursor_field names no field of the stream' })
  message!: string;

  @Field.string({ doc: 'The rule that was broken.', example: 'exists' })
  rule!: string;
}

export class ValidateSyncConfigReply {
  @Field.boolean({ doc: 'Whether it can be synced so.', example: true })
  valid!: boolean;

  @Field.list(() => SyncConfigFault, { doc: 'All that is wrong.' })
  errors!: SyncConfigFault[];
}

const FIND = { deadlineMs: 5_000, errors: ['CONNECTOR_CONNECTION_NOT_FOUND'] } as const;
const ENDS = ['CONNECTOR_SOURCE_NOT_FOUND', 'CONNECTOR_DESTINATION_NOT_FOUND', 'CONNECTOR_INVALID_CONFIG'] as const;

export const listConnections = defineRequest({ subject: 'knowledge.connections.list.v1', request: ListConnectionsRequest, reply: ConnectionListReply, deadlineMs: 5_000, errors: [], doc: 'The connections of the organization.' });
export const getConnection = defineRequest({ subject: 'knowledge.connections.get.v1', request: ConnectionRef, reply: ConnectionReply, ...FIND, doc: 'One connection.' });
export const createConnection = defineRequest({ subject: 'knowledge.connections.create.v1', request: CreateConnectionRequest, reply: ConnectionReply, deadlineMs: 5_000, errors: ['CONNECTOR_WORKSPACE_NOT_FOUND', ...ENDS], doc: 'Makes a connection in the workspace of its source.' });
export const updateConnection = defineRequest({ subject: 'knowledge.connections.update.v1', request: UpdateConnectionRequest, reply: ConnectionReply, deadlineMs: 5_000, errors: ['CONNECTOR_CONNECTION_NOT_FOUND', 'CONNECTOR_DESTINATION_NOT_FOUND', 'CONNECTOR_INVALID_CONFIG'], doc: 'Changes a connection.' });
export const deleteConnection = defineRequest({ subject: 'knowledge.connections.delete.v1', request: ConnectionRef, reply: Nothing, ...FIND, doc: 'Removes a connection; what it connects stays.' });

export const testConnection = defineRequest({
  subject: 'knowledge.connections.test.v1',
  request: TestConnectionRequest,
  reply: TestConnectionReply,
  deadlineMs: 30_000,
  errors: ['CONNECTOR_INVALID_CONFIG'],
  doc: 'Looks at source, destination and streams of a connection that need not exist, for real and at the same time; stores nothing.',
});

export const validateSyncConfig = defineRequest({
  subject: 'knowledge.connections.validate.v1',
  request: ValidateSyncConfigRequest,
  reply: ValidateSyncConfigReply,
  deadlineMs: 30_000,
  errors: ['CONNECTOR_CONNECTION_NOT_FOUND', ...ENDS, 'UNPROCESSABLE', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'Holds streams to be synced against what the source offers and how the destination can write.',
});
