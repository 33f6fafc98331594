// The MCP servers that are tested: one of the 2025 era, with sessions and answers in streams of events, as the SDK makes them
// by default; one of 2026-07-28; and a proxy before the first one that makes it seem far away.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { serveWorks } from '../ground/worker';
import { delayingProxy } from './delaying-proxy';
import { handler2025 } from './handler-2025';
import { handler2026 } from './handler-2026';

/** Milliseconds that the distance takes, each way. */
const ONE_WAY_MS = 10;

export interface Upstream {
  near: string;
  far: string;
  modern: string;
}

/** JSON-RPC methods, and HTTP methods of requests without one, that arrived. */
const arrived: string[] = [];

serveWorks({
  open: async (): Promise<Upstream> => {
    const near = await listening(createServer(noting(handler2025())));
    const far = await listening(delayingProxy(near, ONE_WAY_MS));
    const modern = await listening(createServer(noting(handler2026())));
    return { near: addressOf(near), far: addressOf(far), modern: addressOf(modern) };
  },
  /** What arrived since it was asked last. */
  arrived: async () => arrived.splice(0),
});

type Handler = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

function noting(handler: Handler): RequestListener {
  return (request, response) => void serve(handler, request, response).catch(() => response.destroy());
}

async function serve(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const body = text === '' ? undefined : (JSON.parse(text) as { method?: string });
  arrived.push(body?.method ?? request.method ?? '');
  if (arrived.length > 10_000) arrived.length = 0;
  await handler(request, response, body);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}/mcp`;
}
