import { isPlainObject, type JsonObject } from '@moorage/domain';
import { answerIn } from './refusal-of-notion';

/** How to ask for one list, and what to say when it cannot be used. */
export interface List {
  /** One answer: the first, or that of a cursor. */
  ask(cursor?: string): Promise<unknown>;
  /** Whatever an error of the client means. */
  explain(error: unknown): unknown;
  /** The failure of an answer that says something else than it should. */
  unusable(what: string): Error;
  /** The failure of a list that loses our place again and again. */
  restless(): Error;
}

/** A million records; no list of Notion is longer. */
const MAX_PAGES = 10_000;
/** Cursors are opaque; those of Notion are far shorter. */
const MAX_CURSOR_LENGTH = 2_000;
const MAX_STARTS = 3;

/** All that Notion lists has a UUID. It is kept, and goes into paths, so it must be nothing else. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(value);
}

function isThing(value: unknown): boolean {
  return isPlainObject(value) && isId(value.id);
}

/** The records of a list, page by page. Some may come twice: a cursor that Notion has forgotten meanwhile means to begin anew. */
export async function* pagesOf(list: List): AsyncIterable<JsonObject[]> {
  for (let start = 0; start < MAX_STARTS; start += 1) {
    const isComplete = yield* untilLost(list);
    if (isComplete) return;
  }
  throw list.restless();
}

async function* untilLost(list: List): AsyncGenerator<JsonObject[], boolean> {
  const visited = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const answer = await asked(list, cursor);
    if (answer === LOST) return false;
    const { records, next } = pageOf(answer, list);
    yield records;
    if (next === undefined) return true;
    if (visited.has(next) || visited.size >= MAX_PAGES) throw list.unusable('its pages do not end');
    visited.add((cursor = next));
  }
}

const LOST = Symbol('the cursor is no longer known');

async function asked(list: List, cursor: string | undefined): Promise<unknown> {
  try {
    return await list.ask(cursor);
  } catch (error) {
    if (cursor !== undefined && isAboutCursor(error)) return LOST;
    throw list.explain(error);
  }
}

/** Cursors live for a while only; who reads slowly outlives them. Nothing but the words tells. */
function isAboutCursor(error: unknown): boolean {
  const refusal = answerIn(error);
  return refusal?.code === 'validation_error' && refusal.words.includes('start_cursor');
}

function pageOf(answer: unknown, { unusable }: List): { records: JsonObject[]; next?: string } {
  if (!isPlainObject(answer)) throw unusable('it is no list');
  const { results, has_more: hasMore, next_cursor: next } = answer;
  if (!Array.isArray(results) || !results.every(isThing)) throw unusable('it is no list of things with an id');
  const records = results as JsonObject[];
  if (hasMore !== true) return { records };
  if (typeof next !== 'string' || next === '' || next.length > MAX_CURSOR_LENGTH) throw unusable('it does not say how to go on');
  return { records, next };
}
