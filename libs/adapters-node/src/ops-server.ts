import { createServer } from 'node:http';
import { MoorageError } from '@moorage/domain';

/** Answers `false`, or rejects, while the app cannot do its work. */
export type ReadyCheck = () => Promise<boolean>;

const CHECK_MS = 2_000;

/** `GET /live` and `GET /ready` for the operator, on a port of their own. Rejects with `UNPROCESSABLE` when the port cannot be opened. */
export async function startOpsServer(port: number, host: string, ready: ReadyCheck): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void statusOf(request.url, ready).then((status) => response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status === 200 ? 'ok' : status === 503 ? 'not ready' : 'not found'}\n`));
  });
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

async function statusOf(path: string | undefined, ready: ReadyCheck): Promise<200 | 404 | 503> {
  if (path === '/live') return 200;
  if (path !== '/ready') return 404;
  const bounded = AbortSignal.timeout(CHECK_MS);
  const late = new Promise<boolean>((resolve) => bounded.addEventListener('abort', () => resolve(false)));
  return (await Promise.race([ready().catch(() => false), late])) ? 200 : 503;
}
