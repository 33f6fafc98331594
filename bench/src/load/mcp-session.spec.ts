import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpSession } from './mcp-session';

/** Answers as one event behind others, or as JSON. */
type Form = 'stream' | 'json';

let server: Server;
let arrived: string[];

async function serving(form: Form): Promise<{ port: number; path: string; authorization: string }> {
  arrived = [];
  server = createServer((request, response) => void serve(request, response, form));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, path: '/mcp', authorization: 'Bearer key' };
}

async function serve(request: IncomingMessage, response: ServerResponse, form: Form): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const message = text === '' ? undefined : (JSON.parse(text) as { id?: number; method: string });
  const { authorization, 'mcp-session-id': session = 'none', 'mcp-protocol-version': version = 'none' } = request.headers;
  arrived.push(`${message?.method ?? request.method ?? ''} ${authorization ?? ''} ${String(session)} ${String(version)}`);
  if (request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  if (message?.id === undefined) return void response.writeHead(message ? 202 : 200).end();
  const result = message.method === 'initialize' ? { protocolVersion: '2025-11-25' } : { content: `answer to ${message.id}` };
  const answer = JSON.stringify({ jsonrpc: '2.0', id: message.id, result });
  response.writeHead(200, { 'mcp-session-id': 's1', 'content-type': form === 'json' ? 'application/json' : 'text/event-stream' });
  if (form === 'stream') response.write('id: 1\ndata: \n\ndata: {"method":"notifications/message"}\n\n');
  response.end(form === 'json' ? answer : `event: message\ndata: ${answer}\n\n`);
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it.each<Form>(['stream', 'json'])('says what the client of the SDK says, with the same headers, and hears its answer: %s', async (form) => {
  const { session } = await McpSession.open(await serving(form));
  await session.ask('tools/list', {}, 'answer to 1');
  await session.ask('tools/call', {}, 'answer to 2');
  await session.close();
  const said = ['initialize', 'notifications/initialized', 'GET', 'tools/list', 'tools/call', 'DELETE'];
  // The standing stream is opened on another connection and waited for by nobody.
  expect([...arrived].sort()).toEqual(said.map((what) => `${what} Bearer key ${what === 'initialize' ? 'none none' : 's1 2025-11-25'}`).sort());
});

it('another answer than the one that was expected fails', async () => {
  const { session } = await McpSession.open(await serving('json'));
  await expect(session.ask('tools/list', {}, 'something else')).rejects.toThrow('tools/list was answered with 200');
  await session.close();
});
