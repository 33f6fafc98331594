import { defineSource } from '../../native/native-connector';
import { checkNotion } from './check';
import type { NotionConfiguration } from './configuration';
import { readNotion } from './read';
import { notionSpec } from './spec';
import { NOTION_STREAMS } from './streams';

/** What is shared with an integration of Notion: pages and their text, databases, and the users of the workspace. */
export const notionSource = defineSource<NotionConfiguration>({
  spec: notionSpec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check: checkNotion,
  discover: async () => NOTION_STREAMS.map(({ stream }) => stream),
  read: readNotion,
});
