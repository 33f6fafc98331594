import { SYNC_MODES, type JsonObject, type SyncMode } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { KnowledgeListFrame, KnowledgePage } from './knowledge-page';

export class StreamReply {
  @Field.string({ doc: 'Name of the stream: a table, a kind of object, a folder.', example: 'orders' })
  stream_name!: string;

  @Field.string({ doc: 'Where the name is unique: a schema, for example.', example: 'public', optional: true })
  namespace?: string;

  @Field.map({ doc: 'JSON Schema of its records.', example: { type: 'object', properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } } } })
  json_schema!: JsonObject;

  @Field.strings({ doc: 'Modes in which it can be synced, as far as the source is concerned.', example: ['full_refresh_append', 'incremental_append'], values: SYNC_MODES })
  sync_modes!: SyncMode[];

  @Field.strings({ doc: 'Path of the field that tells what is new, as the source sees it.', example: ['updated_at'], optional: true })
  default_cursor_field?: string[];

  @Field.paths({ doc: 'Paths of the fields that make a record unique, as the source knows it.', example: [['id']], optional: true })
  source_defined_primary_key?: string[][];

  @Field.paths({ doc: 'Paths of its fields, three levels deep.', example: [['id'], ['updated_at']] })
  property_fields!: string[][];
}

export class StreamListReply extends KnowledgeListFrame {
  @Field.list(() => StreamReply, { doc: 'Streams, by namespace and name.' })
  data!: StreamReply[];

  @Field.boolean({ doc: 'Whether they were remembered from an earlier discovery, under the same configuration and version of the connector.', example: true })
  cached!: boolean;

  @Field.timestamp({ doc: 'When they were discovered.' })
  discovered_at!: string;
}

export class ListStreamsRequest extends KnowledgePage {
  @Field.id('source', { doc: 'Source to list the streams of.', example: 'src_abc123', in: 'query' })
  source_id!: string;
}

export class DiscoverStreamsRequest extends KnowledgePage {
  @Field.id('source', { doc: 'Source to ask.', example: 'src_abc123', in: 'path' })
  source_id!: string;
}

const DISCOVERY = {
  reply: StreamListReply,
  // Longer than a connector may take.
  deadlineMs: 30_000,
  errors: ['CONNECTOR_SOURCE_NOT_FOUND', 'UNPROCESSABLE', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_AUTHENTICATION_FAILED', 'CONNECTOR_PROTOCOL_ERROR'],
} as const;

export const listStreams = defineRequest({ subject: 'knowledge.streams.list.v1', request: ListStreamsRequest, ...DISCOVERY, doc: 'The streams of a source as last discovered; discovers them when nothing current is remembered.' });
export const discoverStreams = defineRequest({ subject: 'knowledge.streams.discover.v1', request: DiscoverStreamsRequest, ...DISCOVERY, doc: 'Asks a source for its streams, whatever is remembered.' });
