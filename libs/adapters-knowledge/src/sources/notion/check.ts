import type { JsonObject } from '@moorage/domain';
import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import type { NotionConfiguration } from './configuration';
import { Notion } from './notion';

const NOTHING_SHARED = 'Nothing is shared with this integration, or so recently that Notion does not find it yet. Open a page or database in Notion and add the integration under Connections; all that is below comes with it.';

/** Asks who the token belongs to, for something that is shared with it, and for a little of the content and of the users. */
export async function checkNotion(configuration: NotionConfiguration, run: CheckRun): Promise<void> {
  const web = new Web(run.reach, (timings) => run.opened(timings));
  const notion = await run.step('authenticate', () => introduced(web, configuration, run.reach.now));
  const page = await run.step('permission', () => anyPage(notion, run));
  await run.step('read', () => readable(notion, page, run));
}

async function introduced(web: Web, configuration: NotionConfiguration, now: () => Date): Promise<Notion> {
  const notion = new Notion(web, configuration, now);
  await notion.self();
  return notion;
}

/** Databases may be shared that have no pages. */
async function anyPage(notion: Notion, run: CheckRun): Promise<JsonObject | undefined> {
  const page = await firstOf(notion.shared('page', 1));
  if (!page && !(await firstOf(notion.shared('data_source', 1)))) run.warn(NOTHING_SHARED);
  return page;
}

/** A token may well be for content only. */
async function readable(notion: Notion, page: JsonObject | undefined, run: CheckRun): Promise<void> {
  if (page) await firstOf(notion.children(String(page.id), 1)).catch(unless('OBJECT_NOT_FOUND'));
  const refusal = await firstOf(notion.users(1)).then(() => undefined, unless('PERMISSION_MISSING'));
  if (refusal) run.warn(`The stream users cannot be read. ${refusal.failure.message}`);
}

async function firstOf(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject | undefined> {
  for await (const [first] of pages) return first;
  return undefined;
}

/** Takes one kind of failure as an answer. */
function unless(code: ActorFailed['failure']['code']) {
  return (error: unknown): ActorFailed => {
    if (error instanceof ActorFailed && error.failure.code === code) return error;
    throw error;
  };
}
