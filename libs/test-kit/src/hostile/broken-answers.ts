import type { OutgoingHttpHeaders } from 'node:http';
import { fail, json, result, serveMcp } from './mcp-server';
import { serveHttp, serveTcp, type RunningServer } from './running-server';

const PAGE = '<!doctype html><title>Sign in</title><form><input name="password"></form>';

/** Answers every request alike. */
const always = (status: number, headers: OutgoingHttpHeaders = {}, body = '') => () =>
  serveHttp((request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  });

const refusing = (status: number, headers: OutgoingHttpHeaders = {}) =>
  always(status, { 'content-type': 'application/json', ...headers }, JSON.stringify({ error: 'words of the server that nobody should see' }));

/** Servers that speak HTTP, but refuse. */
export const refusals = {
  status400: refusing(400),
  status401: refusing(401, { 'www-authenticate': 'Bearer realm="hidden"' }),
  status403: refusing(403),
  status404: refusing(404),
  status405: refusing(405),
  status410: refusing(410),
  status429: refusing(429, { 'retry-after': '120' }),
  status500: refusing(500),
  status502: refusing(502),
  status503: refusing(503),
  htmlPage: always(200, { 'content-type': 'text/html; charset=utf-8' }, PAGE),
  htmlLoginRefusing: always(401, { 'content-type': 'text/html' }, PAGE),
  loginRedirect: always(302, { location: '/login?next=hidden' }),
  redirectElsewhere: always(307, { location: 'https://elsewhere.invalid/path?key=hidden' }),
  redirectLoop: always(307, { location: '/mcp' }),
  redirectNowhere: always(307),
} satisfies Record<string, () => Promise<RunningServer>>;

/** Servers that speak HTTP, and answer in a way that is not MCP. */
export const brokenAnswers = {
  plainText: always(200, { 'content-type': 'text/plain' }, 'It works!'),
  xml: always(200, { 'content-type': 'application/xml' }, '<ok/>'),
  noContent: always(204),
  noContentType: always(200, {}, 'something'),
  acceptedForever: always(202),
  brokenJson: always(200, { 'content-type': 'application/json' }, '{"jsonrpc": "2.0", "id": 0, "res'),
  emptyJson: always(200, { 'content-type': 'application/json' }),
  notJsonRpc: always(200, { 'content-type': 'application/json' }, '{"status":"ok"}'),
  jsonScalar: always(200, { 'content-type': 'application/json' }, '42'),
  otherId: always(200, { 'content-type': 'application/json' }, JSON.stringify({ jsonrpc: '2.0', id: 'other', result: {} })),
  sseWithoutAnswer: always(200, { 'content-type': 'text/event-stream' }, ': hello\n\nevent: message\ndata: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n'),
  sseBrokenJson: always(200, { 'content-type': 'text/event-stream' }, 'data: {"jsonrpc":\n\n'),
  stackedEncodings: always(200, { 'content-type': 'application/json', 'content-encoding': 'gzip, gzip' }, '{}'),
  cutInTheMiddle: () => serveTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"jsonrpc"'))),
  hugeHeaders: () => serveTcp((socket) => socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nx-huge: ${'x'.repeat(200_000)}\r\n\r\n`))),
  wrongShape: () => serveMcp({ initialize: (exchange) => result(exchange, { hello: 'world' }) }),
  rpcError: () => serveMcp({ initialize: (exchange) => fail(exchange, -32_000) }),
  wrongProtocolVersion: () => serveMcp({ initialize: (exchange) => result(exchange, { protocolVersion: '1999-01-01', capabilities: {}, serverInfo: { name: 'old', version: '0' } }) }),
  futureProtocolVersion: () => serveMcp({ 'server/discover': unsupported, initialize: unsupported }),
  sessionLost: () => serveMcp({ 'tools/list': ({ response }) => response.writeHead(404).end() }),
  refusesNotice: () => serveMcp({ 'notifications/initialized': ({ response }) => response.writeHead(500).end() }),
  failsAfterHandshake: () => serveMcp({ 'tools/list': ({ response }) => response.writeHead(500).end() }),
} satisfies Record<string, () => Promise<RunningServer>>;

function unsupported(exchange: Parameters<typeof json>[0]): void {
  const error = { code: -32_022, message: 'Unsupported protocol version', data: { supported: ['2031-01-01'], requested: 'hidden' } };
  exchange.response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: exchange.id, error }));
}
