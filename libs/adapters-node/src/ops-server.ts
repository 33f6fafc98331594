import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MoorageError } from '@moorage/domain';
import type { PromRegistry } from './prom-registry';
import { watchProcess } from './watch-process';

/** Answers `false`, or rejects, while the app cannot do its work. */
export type ReadyCheck = () => Promise<boolean>;

export interface OpsServerOptions {
  port: number;
  host: string;
  ready: ReadyCheck;
  /** What the apps of this process count; Node's own figures are shown after it. */
  metrics: PromRegistry;
}

interface Page {
  status: 200 | 404 | 503;
  type: string;
  text: string;
}

const CHECK_MS = 2_000;

/**
 * `GET /live`, `GET /ready` and `GET /metrics` for the operator, on a port of their own and without a key: keep it inside your network.
 * Rejects with `UNPROCESSABLE` when the port cannot be opened.
 */
export async function startOpsServer({ port, host, ready, metrics }: OpsServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  const node = watchProcess();
  const pages: Record<string, () => Promise<Page>> = {
    '/live': async () => plain(200, 'ok\n'),
    '/ready': async () => ((await isReady(ready)) ? plain(200, 'ok\n') : plain(503, 'not ready\n')),
    '/metrics': async () => ({ status: 200, type: metrics.contentType, text: `${await metrics.scrape()}\n${await node.metrics()}` }),
  };
  const server = createServer((request, response) => void answer(pages, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new MoorageError('UNPROCESSABLE', { message: `OPS_PORT ${port} on ${host} cannot be opened. Choose another OPS_PORT.`, cause })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(pages: Record<string, () => Promise<Page>>, { url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = url.split('?');
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  const { status, type, text } = page ? await page() : plain(404, 'not found; there are /live, /ready and /metrics\n');
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text);
}

function plain(status: Page['status'], text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', text };
}

/** A check that fails, or does not end, is a no. */
async function isReady(ready: ReadyCheck): Promise<boolean> {
  const bounded = AbortSignal.timeout(CHECK_MS);
  const late = new Promise<boolean>((resolve) => bounded.addEventListener('abort', () => resolve(false)));
  return Promise.race([ready().catch(() => false), late]);
}
