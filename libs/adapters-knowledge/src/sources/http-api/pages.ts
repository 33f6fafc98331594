import type { JsonObject } from '@moorage/domain';
import { createHash } from 'node:crypto';
import { jsonOf, unusable } from '../../http/json-of';
import type { Answer } from '../../http/web';
import type { Api } from './api';
import type { ApiStream } from './configuration';
import { recordsAt } from './json-at';
import { nextPage, type ReadPage } from './next-page';

/** No list that people look after is longer. */
const MAX_PAGES = 10_000;

/** The records of a stream, page by page. Throws `ANSWER_NOT_USABLE` when the pages do not end. */
export async function* pagesOf(api: Api, stream: ApiStream, cursor?: string): AsyncIterable<JsonObject[]> {
  const visited = new Set<string>();
  let before = '';
  for (let url: URL | null = api.startOf(stream, cursor); url; ) {
    visited.add(url.href);
    const answer: Answer = api.accepted(await api.ask(url, stream), stream);
    const { records, page } = pageOf(answer, stream);
    const digest = createHash('sha256').update(answer.bytes).digest('base64');
    if (records.length > 0 && digest === before) throw unusable(answer, 'its pages are all the same');
    yield records;
    before = digest;
    url = nextPage(url, page, stream.paginator);
    if (url && (visited.has(url.href) || visited.size >= MAX_PAGES)) throw unusable(answer, 'its pages do not end');
  }
}

/** An answer as a page of records. */
export function pageOf(answer: Answer, { field_path: path = [] }: ApiStream): { records: JsonObject[]; page: ReadPage } {
  const value = jsonOf(answer);
  const records = recordsAt(answer, value, path);
  return { records, page: { answer, value, count: records.length } };
}
