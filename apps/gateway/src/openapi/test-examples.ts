import { ActorTestReply, StreamChoice, TestConnectionReply, TestDestinationBody, TestSourceBody, ValidateSyncConfigReply, ValidateSyncConfigRequest, type MessageClass } from '@moorage/contracts';
import { SECRET_MASK, type JsonObject } from '@moorage/domain';
import type { NamedExample } from './import-examples';

const SOURCE = { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: 's3cret' };
const STREAM = { stream_name: 'orders', namespace: 'public', sync_mode: 'incremental_append', cursor_field: ['updated_at'], primary_key: [['id']], selected_fields: [['id'], ['updated_at']] };
const FAULT = { field: 'streams.0.cursor_field', message: 'streams.0.cursor_field names no field of the stream', rule: 'exists' };

/** Answers and inputs of tests whose fields exclude each other. */
export const TEST_WHOLES: [MessageClass, JsonObject][] = [
  [ActorTestReply, { status: 'succeeded', job_info: null }],
  [TestConnectionReply, { status: 'succeeded', message: 'Connection test passed' }],
  [StreamChoice, STREAM],
  [ValidateSyncConfigRequest, { source_id: 'src_abc123', destination_id: 'dst_abc123', streams: [STREAM] }],
  [ValidateSyncConfigReply, { valid: false, errors: [FAULT] }],
];

/** The three ways of a test, the most usual first. */
export const TEST_FORMS: [MessageClass, Record<string, NamedExample>][] = [
  [TestSourceBody, formsOf('source', { source_definition_id: 'def_postgres', configuration: SOURCE })],
  [TestDestinationBody, formsOf('destination', { destination_definition_id: 'ddef_postgres', configuration: { ...SOURCE, database: 'warehouse', schema: 'knowledge' } })],
];

function formsOf(type: 'source' | 'destination', given: JsonObject): Record<string, NamedExample> {
  const id = { [`${type}_id`]: type === 'source' ? 'src_abc123' : 'dst_abc123' };
  return {
    stored: { summary: `A ${type} as it is stored`, value: id },
    given: { summary: 'A configuration before it is stored', value: { workspace_id: 'ws_01jabc', ...given } },
    changed: { summary: `Changes to a stored ${type}; the masked secret stays`, value: { ...id, configuration: { database: 'orders_2026', password: SECRET_MASK } } },
  };
}
