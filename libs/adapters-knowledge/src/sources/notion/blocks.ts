import type { JsonObject } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Notion } from './notion';

const MAX_DEPTH = 50;
/** No page that people look after has more; Notion itself becomes slow long before. */
const MAX_BLOCKS = 100_000;

/** Pages and databases are streams of their own; of the others Notion says that they have content, and shows it to nobody. */
const CLOSED = new Set<unknown>(['child_page', 'child_database', 'unsupported', 'ai_block']);

/** The blocks of a page in the order in which people read them, each once. Throws `ANSWER_NOT_USABLE` when they do not end. */
export async function* blocksOf(notion: Notion, page: string): AsyncIterable<JsonObject> {
  yield* below(notion, { page, block: page, depth: 1, seen: new Set([page]) });
}

interface Place {
  page: string;
  /** Whose children are read; the page itself at first. */
  block: string;
  depth: number;
  /** Lists may begin anew, and hostile ones lead in circles. */
  seen: Set<string>;
}

async function* below(notion: Notion, { page, block: parent, depth, seen }: Place): AsyncIterable<JsonObject> {
  for await (const blocks of shown(notion, parent, depth > 1)) {
    for (const block of blocks) {
      const id = String(block.id);
      if (seen.has(id)) continue;
      if (depth > MAX_DEPTH || seen.size > MAX_BLOCKS) throw ActorFailed.of('ANSWER_NOT_USABLE', { server: 'Notion', what: `the blocks of page ${page} do not end` });
      seen.add(id);
      yield { ...block, page_id: page };
      if (block.has_children === true && !CLOSED.has(block.type)) yield* below(notion, { page, block: id, depth: depth + 1, seen });
    }
  }
}

/** What was deleted or unshared meanwhile has no blocks, and Notion refuses to show some kinds of block though they have. */
async function* shown(notion: Notion, parent: string, isBlock: boolean): AsyncIterable<JsonObject[]> {
  try {
    yield* notion.children(parent);
  } catch (error) {
    const code = error instanceof ActorFailed ? error.failure.code : undefined;
    if (code !== 'OBJECT_NOT_FOUND' && !(isBlock && code === 'REQUEST_REFUSED')) throw error;
  }
}
