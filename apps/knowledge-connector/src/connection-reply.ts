import type {
  ConnectionReply,
  CreateConnectionRequest,
  ListConnectionsRequest,
  StreamChoice,
  TestConnectionRequest,
  UpdateConnectionRequest,
  ValidateSyncConfigReply,
  ValidateSyncConfigRequest,
} from '@moorage/contracts';
import type { ConfiguredStream, Connection, ConnectionPatch, ConnectionQuery, ConnectionTestRequest, FieldFault, SyncConfig } from '@moorage/domain';
import { pageOf } from './knowledge-list';

export function connectionReply({ id, name, sourceId, destinationId, workspaceId, status, schedule, streams }: Connection): ConnectionReply {
  const { scheduleType, cronExpression } = schedule;
  return {
    connection_id: id,
    name,
    source_id: sourceId,
    ...(destinationId !== undefined && { destination_id: destinationId }),
    workspace_id: workspaceId,
    status,
    schedule: { schedule_type: scheduleType, ...(cronExpression !== undefined && { cron_expression: cronExpression }) },
    configurations: { streams: streams.map(streamChoice) },
  };
}

/** What is sent of a connection, as the domain calls it. */
export function connectionPatch({ name, destination_id, schedule, configurations, status }: Omit<CreateConnectionRequest, 'source_id'> | UpdateConnectionRequest): ConnectionPatch {
  return {
    ...(name !== undefined && { name }),
    ...(destination_id !== undefined && { destinationId: destination_id }),
    ...(schedule && { schedule: { scheduleType: schedule.schedule_type, ...(schedule.cron_expression !== undefined && { cronExpression: schedule.cron_expression }) } }),
    ...(configurations?.streams && { streams: configuredStreams(configurations.streams) }),
    ...(status !== undefined && { status }),
  };
}

/** Which part of a list is asked for. */
export function connectionFilter({ workspace_id, status, ...query }: ListConnectionsRequest): Omit<ConnectionQuery, 'organizationId'> {
  return { ...pageOf(query), ...ends(query), ...(workspace_id !== undefined && { workspaceId: workspace_id }), ...(status !== undefined && { status }) };
}

export function testRequest({ source_id, destination_id, configurations }: TestConnectionRequest): ConnectionTestRequest {
  return { sourceId: source_id, ...(destination_id !== undefined && { destinationId: destination_id }), ...(configurations?.streams && { streams: configuredStreams(configurations.streams) }) };
}

export function syncConfig({ connection_id, streams, ...config }: ValidateSyncConfigRequest): SyncConfig {
  return { ...ends(config), ...(connection_id !== undefined && { connectionId: connection_id }), ...(streams && { streams: configuredStreams(streams) }) };
}

export function validationReply(faults: FieldFault[]): ValidateSyncConfigReply {
  return { valid: faults.length === 0, errors: faults };
}

function ends({ source_id, destination_id }: { source_id?: string; destination_id?: string }) {
  return { ...(source_id !== undefined && { sourceId: source_id }), ...(destination_id !== undefined && { destinationId: destination_id }) };
}

function configuredStreams(choices: StreamChoice[]): ConfiguredStream[] {
  return choices.map(({ stream_name, namespace, sync_mode, cursor_field, primary_key, selected_fields }) => ({
    streamName: stream_name,
    ...(namespace !== undefined && { namespace }),
    syncMode: sync_mode,
    ...(cursor_field && { cursorField: cursor_field }),
    ...(primary_key && { primaryKey: primary_key }),
    ...(selected_fields && { selectedFields: selected_fields }),
  }));
}

function streamChoice({ streamName, namespace, syncMode, cursorField, primaryKey, selectedFields }: ConfiguredStream): StreamChoice {
  return {
    stream_name: streamName,
    ...(namespace !== undefined && { namespace }),
    sync_mode: syncMode,
    ...(cursorField && { cursor_field: cursorField }),
    ...(primaryKey && { primary_key: primaryKey }),
    ...(selectedFields && { selected_fields: selectedFields }),
  };
}
