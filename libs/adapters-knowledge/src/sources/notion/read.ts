import type { ReadMessage, ReadRequest } from '@moorage/domain';
import { recordMessage, stateMessage, stateOf } from '../../http/read-messages';
import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { NotionConfiguration } from './configuration';
import { Notion } from './notion';
import { patientUntil } from './patience';
import { editedAt, NOTION_STREAMS, type NotionStream } from './streams';

/** What is edited shows late in Notion's index: what is newer than a state may be dated before it. */
const INDEX_DELAY_MS = 10 * 60_000;

/** The streams asked for, one after the other, waiting whenever Notion asks for it. */
export async function* readNotion(configuration: NotionConfiguration, request: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const notion = new Notion(new Web(reach), configuration, reach.now, patientUntil(reach.signal));
  for (const { stream, syncMode } of request.streams) {
    const known = streamOf(stream.name);
    const isIncremental = syncMode === 'incremental' && known.stream.defaultCursorField !== undefined;
    const before = isIncremental ? editedAt(stateOf(request, stream.name)) : undefined;
    const since = before === undefined ? editedAt({ last_edited_time: configuration.start_date ?? null }) : before - INDEX_DELAY_MS;
    yield* readOne(notion, known, { since, before, isIncremental }, reach);
  }
}

interface Extent {
  since?: number;
  /** How far it was read before. */
  before?: number;
  isIncremental: boolean;
}

async function* readOne(notion: Notion, { stream, read }: NotionStream, { since, before = -Infinity, isIncremental }: Extent, { now }: Reach): AsyncIterable<ReadMessage> {
  for await (const { records, until } of read(notion, since)) {
    for await (const record of records) yield recordMessage(stream.name, record, now());
    if (!isIncremental || until === undefined) continue;
    // A server whose clock is ahead must not make us miss what comes.
    const reached = Math.max(before, Math.min(until, now().getTime()));
    yield stateMessage(stream.name, { last_edited_time: new Date(reached).toISOString() });
  }
}

function streamOf(name: string): NotionStream {
  const found = NOTION_STREAMS.find(({ stream }) => stream.name === name);
  if (!found) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream ${name}` });
  return found;
}
