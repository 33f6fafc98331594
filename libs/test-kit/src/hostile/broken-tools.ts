import { fail, initialized, result, serveMcp, tool, type McpExchange, type McpReply } from './mcp-server';
import { serveHttp, type RunningServer } from './running-server';

const listing = (reply: McpReply) => () => serveMcp({ 'tools/list': reply });
const tools = (...list: unknown[]) => listing((exchange) => result(exchange, { tools: list }));

/** Servers that work up to their tool list. */
export const brokenTools = {
  noToolsCapability: () => serveMcp({ initialize: (exchange) => initialized(exchange, { prompts: {} }) }),
  toolsNotSupported: listing((exchange) => fail(exchange, -32_601)),
  emptyToolList: tools(),
  toolListError: listing((exchange) => fail(exchange, -32_603)),
  toolListOfWrongShape: listing((exchange) => result(exchange, { tools: 'none' })),
  duplicateNames: tools(tool('same'), tool('other'), tool('same')),
  emptyName: tools(tool('one'), tool('')),
  noInputSchema: tools({ name: 'one' }),
  notATool: tools('one'),
  tooManyTools: tools(...Array.from({ length: 2_001 }, (_, index) => tool(`tool_${index}`))),
  tooBigToolList: tools(...Array.from({ length: 50 }, (_, index) => tool(`tool_${index}`, 'x'.repeat(100_000)))),
  repeatedPage: listing((exchange) => result(exchange, { tools: exchange.cursor ? [] : [tool('one')], nextCursor: 'again' })),
  endlessPages: listing((exchange) => result(exchange, { tools: [tool(`tool_${exchange.cursor ?? 0}`)], nextCursor: String(Number(exchange.cursor ?? 0) + 1) })),
  /** Repeats what it was told in confidence wherever it can: in its redirects, and in the names of its tools. */
  echoInToolNames: listing((exchange) => result(exchange, { tools: [tool(credentialOf(exchange)), tool(credentialOf(exchange))] })),
  echoInRedirect: () =>
    serveHttp((request, response) => {
      request.resume();
      response.writeHead(307, { location: `https://${(request.headers.authorization ?? '').replace('Bearer ', '')}.invalid/${request.headers.authorization}` }).end();
    }),
  echoInErrors: () =>
    serveHttp((request, response) => {
      request.resume();
      response.writeHead(400, { 'content-type': `text/${request.headers.authorization?.replace('Bearer ', '')}` }).end(JSON.stringify(request.headers));
    }),
  echoInContentType: () =>
    serveHttp((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': `text/${request.headers.authorization?.replace('Bearer ', '')}` }).end(JSON.stringify(request.headers));
    }),
} satisfies Record<string, () => Promise<RunningServer>>;

function credentialOf({ request }: McpExchange): string {
  return request.headers.authorization?.replace('Bearer ', '') ?? 'nothing';
}
