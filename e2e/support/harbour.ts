import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Upsert {
  id: string;
  action: 'upsert' | 'delete';
}

/** An HTTP API for whoever has the token: its ships can be read, and records pushed to it. */
export class Harbour implements AsyncDisposable {
  ships = [{ id: 1, name: 'Anna' }, { id: 2, name: 'Berta' }, { id: 3, name: 'Clara' }];
  token = 's3cr3t-h4rb0ur';
  /** Handed out with the next answer; from then on the only good one. */
  nextToken: string | undefined;
  /** Answers nobody any more. */
  silent = false;
  /** Requests that came. */
  asked = 0;
  /** Those of them that wait for an answer. */
  waiting = 0;
  /** Records that were pushed. */
  readonly written: Upsert[] = [];

  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** Where it listens once it is started. */
  origin = '';

  static async start(): Promise<Harbour> {
    const harbour = new Harbour();
    await new Promise<void>((resolve) => harbour.server.listen(0, '127.0.0.1', resolve));
    // What a failed test leaves behind must not hold up jest.
    harbour.server.unref();
    harbour.origin = `http://127.0.0.1:${(harbour.server.address() as AddressInfo).port}`;
    return harbour;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    this.waiting += 1;
    response.once('close', () => (this.waiting -= 1));
    if (this.silent) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    const known = request.headers.authorization === `Bearer ${this.token}`;
    if (['/ships', '/upsert'].includes(pathname) && !known) return void response.writeHead(401).end();
    if (pathname === '/ships' && this.nextToken) response.setHeader('x-next-token', (this.token = this.nextToken));
    if (pathname === '/upsert') this.written.push(...(JSON.parse(await text(request)) as Upsert[]));
    const answer = pathname === '/upsert' ? { success: true } : this.ships.filter(({ id }) => id > Number(searchParams.get('after')));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }
}
