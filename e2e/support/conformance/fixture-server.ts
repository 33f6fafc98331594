import { McpServer } from '@modelcontextprotocol/server';
import { ANSWERING_TOOLS } from './answering-tools';
import { ASKING_TOOLS } from './asking-tools';
import { registerTool } from './fixture-tool';
import { registerPrompts } from './prompts';
import { registerResources } from './resources';
import { sealedState } from './sealed-state';
import { changingTools, TELLING_TOOLS } from './telling-tools';

const CAPABILITIES = { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, prompts: { listChanged: true }, logging: {}, completions: {} };

/** One server of either era with all that the suite names; `changes` tells everybody else of changed lists. */
export function fixtureServer(changes: { tools(): void; prompts(): void }): McpServer {
  const server = new McpServer({ name: 'conformance-fixture', version: '1.0.0' }, { capabilities: CAPABILITIES, requestState: { verify: sealedState.verify } });
  for (const tool of [...ANSWERING_TOOLS, ...TELLING_TOOLS, ...ASKING_TOOLS, ...changingTools(changes)]) registerTool(server, tool);
  registerResources(server);
  registerPrompts(server);
  server.server.setRequestHandler('completion/complete', ({ params }) => ({ completion: { values: ['paris', 'park', 'party'].filter((word) => word.startsWith(params.argument.value)), hasMore: false } }));
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  return server;
}
