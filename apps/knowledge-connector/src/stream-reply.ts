import { instantText, type KnowledgePage, type StreamListReply, type StreamReply } from '@moorage/contracts';
import { fieldPaths, syncModesOf, type Stream, type StreamPage } from '@moorage/domain';
import { knowledgeList } from './knowledge-list';

export function streamListReply({ cached, discoveredAt, ...found }: StreamPage, page: KnowledgePage): StreamListReply {
  return { ...knowledgeList(found, page, streamReply), cached, discovered_at: instantText(discoveredAt) };
}

function streamReply(stream: Stream): StreamReply {
  const { name, namespace, jsonSchema, defaultCursorField, sourceDefinedPrimaryKey } = stream;
  return {
    stream_name: name,
    ...(namespace !== undefined && { namespace }),
    json_schema: jsonSchema,
    sync_modes: syncModesOf(stream),
    ...(defaultCursorField && { default_cursor_field: defaultCursorField }),
    ...(sourceDefinedPrimaryKey && { source_defined_primary_key: sourceDefinedPrimaryKey }),
    property_fields: fieldPaths(jsonSchema),
  };
}
