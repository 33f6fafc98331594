import { isPlainObject, type Json, type JsonObject, type Stream } from '@moorage/domain';
import { schemaOf } from '../../files/inferred-schema';
import { ActorFailed } from '../../native/actor-failed';
import { blocksOf } from './blocks';
import type { Notion } from './notion';

/** Some records of a stream. */
export interface Batch {
  records: Iterable<JsonObject> | AsyncIterable<JsonObject>;
  /** Once they are read, everything is that was last edited before: milliseconds since 1970. */
  until?: number;
}

export interface NotionStream {
  stream: Stream;
  /** What was last edited at `since` or later, and what does not say when; all when absent. */
  read(notion: Notion, since?: number): AsyncIterable<Batch>;
}

const text: Json = { type: ['null', 'string'] };
const time: Json = { type: ['null', 'string'], format: 'date-time' };
const flag: Json = { type: ['null', 'boolean'] };
const list: Json = { type: ['null', 'array'] };
const object: Json = { type: ['null', 'object'], additionalProperties: true };

const thing = { object: text, id: { type: 'string' }, created_time: time, last_edited_time: time, created_by: object, last_edited_by: object, parent: object, archived: flag, in_trash: flag };
const looks = { icon: object, cover: object, url: text, public_url: text };

const stream = (name: string, properties: JsonObject, cursor?: string): Stream => ({
  name,
  jsonSchema: schemaOf(properties),
  supportedSyncModes: cursor === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
  ...(cursor !== undefined && { sourceDefinedCursor: true, defaultCursorField: [cursor] }),
  sourceDefinedPrimaryKey: [['id']],
});

export const NOTION_STREAMS: readonly NotionStream[] = [
  {
    stream: stream('blocks', { ...thing, page_id: text, type: text, has_children: flag }, 'last_edited_time'),
    read: blocksOfPages,
  },
  {
    stream: stream('data_sources', { ...thing, ...looks, title: list, description: list, properties: object, database_parent: object, is_inline: flag }, 'last_edited_time'),
    read: (notion, since) => newestFirst(notion, 'data_source', since),
  },
  {
    stream: stream('databases', { ...thing, ...looks, title: list, description: list, data_sources: list, is_inline: flag, is_locked: flag }),
    read: databases,
  },
  {
    stream: stream('pages', { ...thing, ...looks, properties: object }, 'last_edited_time'),
    read: (notion, since) => newestFirst(notion, 'page', since),
  },
  {
    stream: stream('users', { object: text, id: { type: 'string' }, type: text, name: text, avatar_url: text, person: object, bot: object }),
    async *read(notion) {
      for await (const records of notion.users()) yield { records };
    },
  },
];

/** When a record was last edited, or up to when a state was; `undefined` when it does not say. */
export function editedAt({ last_edited_time: time }: JsonObject): number | undefined {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** Comes to an end where a whole page is older: the order is that of an index, not always exact. */
async function* editedSince(notion: Notion, kind: 'page' | 'data_source', since = -Infinity): AsyncIterable<JsonObject[]> {
  for await (const page of notion.shared(kind)) {
    const recent = page.filter((record) => (editedAt(record) ?? since) >= since);
    yield recent;
    if (recent.length === 0 && page.length > 0) return;
  }
}

async function* newestFirst(notion: Notion, kind: 'page' | 'data_source', since?: number): AsyncIterable<Batch> {
  let until = -Infinity;
  for await (const records of editedSince(notion, kind, since)) {
    for (const record of records) until = Math.max(until, editedAt(record) ?? until);
    yield { records };
  }
  if (until !== -Infinity) yield { records: [], until };
}

/** Page by page, the longest unedited first, so that a read that ends early has come somewhere. The list is complete before: reading blocks takes longer than its cursors live. */
async function* blocksOfPages(notion: Notion, since?: number): AsyncIterable<Batch> {
  const pages = new Map<string, number | undefined>();
  for await (const records of editedSince(notion, 'page', since)) for (const record of records) pages.set(String(record.id), editedAt(record));
  const inOrder = [...pages].sort(([, a = Infinity], [, b = Infinity]) => (a === b ? 0 : a - b));
  for (const [id, until] of inOrder) yield { records: blocksOf(notion, id), ...(until !== undefined && { until }) };
}

/** Notion lists data sources only; the databases are what these are part of. */
async function* databases(notion: Notion): AsyncIterable<Batch> {
  const seen = new Set<string>();
  for await (const sources of notion.shared('data_source')) {
    const found = sources.flatMap(({ parent }) => (isPlainObject(parent) && typeof parent.database_id === 'string' ? [parent.database_id] : []));
    const fresh = [...new Set(found)].filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    yield { records: existing(notion, fresh) };
  }
}

async function* existing(notion: Notion, ids: string[]): AsyncIterable<JsonObject> {
  for (const id of ids) {
    try {
      yield await notion.database(id);
    } catch (error) {
      if (!(error instanceof ActorFailed) || error.failure.code !== 'OBJECT_NOT_FOUND') throw error;
    }
  }
}
