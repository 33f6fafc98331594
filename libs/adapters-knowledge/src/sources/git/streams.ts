import type { JsonObject, Stream } from '@moorage/domain';

const text: JsonObject = { type: ['null', 'string'] };
const number: JsonObject = { type: ['null', 'integer'] };

const stream = (name: string, key: string, properties: JsonObject): Stream => ({
  name,
  jsonSchema: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties },
  supportedSyncModes: ['full_refresh', 'incremental'],
  sourceDefinedCursor: true,
  sourceDefinedPrimaryKey: [[key]],
});

/** What a repository is read as. Where to go on is the hash of the commit that was read last. */
export const GIT_STREAMS: Stream[] = [
  stream('commits', 'sha', { sha: text, message: text, author_name: text, author_email: text, authored_at: { type: ['null', 'string'], format: 'date-time' }, parents: { type: 'array', items: { type: 'string' } } }),
  stream('files', 'path', { path: text, sha: text, size: number, content: { ...text, description: 'The text; null when it is none, or longer than 1 MiB.' }, branch: text, commit: text }),
];
