import type { IncomingMessage, ServerResponse } from 'node:http';
import { drip, flood } from './endless-answers';
import { bodyOf, serveHttp, type RunningServer } from './running-server';

interface StreamReplies {
  /** What a GET gets. */
  open?: (response: ServerResponse, request: IncomingMessage) => void;
  /** What a message gets; by default it is taken, and nothing comes of it. */
  message?: (response: ServerResponse, stream: ServerResponse, request: { id?: number | string; method?: string }) => void;
}

const EVENTS = { 'content-type': 'text/event-stream' };
const BLANKS = ' '.repeat(64 * 1024);

/** Opens a stream whose first event names a place for messages. */
const naming = (place: string) => (response: ServerResponse) => {
  response.writeHead(200, EVENTS).write(`event: endpoint\ndata: ${place}\n\n`);
};

/** A server over HTTP+SSE that works as far as nothing else is said. */
const streaming = ({ open = naming('/messages'), message }: StreamReplies) => (): Promise<RunningServer> => {
  let stream: ServerResponse | undefined;
  return serveHttp(async (request, response) => {
    if (request.method === 'GET') {
      stream = response;
      return open(response, request);
    }
    if (!request.url?.startsWith('/messages') || !stream) return void response.writeHead(405).end();
    const sent = (await bodyOf(request)) as { id?: number | string; method?: string };
    if (message) message(response, stream, sent);
    else response.writeHead(202).end();
  });
};

/** Servers over HTTP+SSE that break. They take no POST where their stream is. */
export const brokenStreams = {
  streamNeverOpens: streaming({ open: () => undefined }),
  streamNamesNothing: streaming({ open: (response) => drip(response, 'text/event-stream', ': still here\n\n') }),
  streamNamesAnotherPlace: streaming({ open: naming('https://elsewhere.invalid/messages?key=hidden') }),
  streamNamesNonsense: streaming({ open: naming('http://[') }),
  streamEndsAtOnce: streaming({ open: (response) => response.writeHead(200, EVENTS).end() }),
  streamIsUnknown: streaming({ open: (response) => response.writeHead(405).end() }),
  streamIsAPage: streaming({ open: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>') }),
  streamIsRefused: streaming({ open: (response) => response.writeHead(401).end() }),
  streamRedirectsElsewhere: streaming({ open: (response) => response.writeHead(307, { location: 'https://elsewhere.invalid/' }).end() }),
  streamOfOneEvent: streaming({ open: (response) => (response.writeHead(200, EVENTS).write('event: endpoint\ndata: '), flood(response, BLANKS)) }),
  streamOfNotices: streaming({ open: (response) => (naming('/messages')(response), flood(response, `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { data: BLANKS } })}\n\n`)) }),
  streamWithoutAnswers: streaming({}),
  streamCutByAMessage: streaming({ message: (response, stream) => (response.writeHead(202).end(), stream.destroy()) }),
  messagesAreRefused: streaming({ message: (response) => response.writeHead(403).end() }),
  messagesAreLost: streaming({ message: (response) => response.writeHead(404).end() }),
  messagesAreNotTaken: streaming({ message: () => undefined }),
  messagesFail: streaming({ message: (response, stream, { id }) => (response.writeHead(202).end(), stream.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message: 'hidden' } })}\n\n`)) }),
} satisfies Record<string, () => Promise<RunningServer>>;
