import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import { serveMcp, type McpReply } from './mcp-server';
import { serveHttp, type RunningServer } from './running-server';

/** What is called endless stops here, so that a client without limits does not bring the machine down. */
const END_BYTES = 512 * 1024 * 1024;

/** Writes `chunk` as fast as the client takes it. */
export function flood(response: NodeJS.WritableStream & { destroyed?: boolean }, chunk: string): void {
  const bytes = Buffer.from(chunk);
  let sent = 0;
  const more = () => {
    let free = true;
    while (free && sent < END_BYTES && !response.destroyed) {
      free = response.write(bytes);
      sent += bytes.length;
    }
    if (sent >= END_BYTES) response.end();
  };
  response.on('drain', more);
  more();
}

const flooding = (status: number, contentType: string, start: string, chunk: string) => () =>
  serveHttp((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': contentType }).write(start);
    flood(response, chunk);
  });

/** Writes a little every few milliseconds, until the client goes. */
export function drip(response: ServerResponse, contentType: string, drop: string): void {
  response.writeHead(200, { 'content-type': contentType });
  const timer = setInterval(() => response.write(drop), 20).unref();
  response.once('close', () => clearInterval(timer));
}

const silence: McpReply = () => undefined;
const BLANKS = ' '.repeat(64 * 1024);
const NOTICE = `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(1_000) } })}\n\n`;

/** Servers that do not come to an end, or never begin. */
export const endlessAnswers = {
  endlessJson: flooding(200, 'application/json', '{"jsonrpc":"2.0","id":0,"result":{"x":"', BLANKS),
  endlessErrorBody: flooding(500, 'application/json', '{"error":"', BLANKS),
  endlessEvents: flooding(200, 'text/event-stream', '', NOTICE),
  endlessEvent: flooding(200, 'text/event-stream', 'data: ', BLANKS),
  endlessHtml: flooding(200, 'text/html', '<html>', BLANKS),
  gzipBomb: () =>
    serveHttp((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      response.once('close', () => gzip.destroy());
      flood(gzip, BLANKS);
    }),
  slowDrip: () => serveHttp((request, response) => (request.resume(), drip(response, 'application/json', ' '))),
  slowEvents: () => serveHttp((request, response) => (request.resume(), drip(response, 'text/event-stream', ': still here\n\n'))),
  silentHttp: () => serveHttp((request) => request.resume()),
  silentAfterInitialize: () => serveMcp({ 'notifications/initialized': silence }),
  /** Works, and does not answer when the session is ended. */
  silentFarewell: () => serveMcp({ DELETE: silence }),
  silentToolList: () => serveMcp({ 'tools/list': silence }),
  drippingToolList: () => serveMcp({ 'tools/list': ({ response }) => drip(response, 'text/event-stream', NOTICE) }),
} satisfies Record<string, () => Promise<RunningServer>>;
