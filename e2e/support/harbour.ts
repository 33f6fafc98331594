import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The HTTP API behind the harbour source: its ships, for whoever has the token. */
export class Harbour implements AsyncDisposable {
  ships = [{ id: 1, name: 'Anna' }, { id: 2, name: 'Berta' }, { id: 3, name: 'Clara' }];
  token = 's3cr3t-h4rb0ur';
  /** Handed out with the next answer; from then on the only good one. */
  nextToken: string | undefined;
  /** Answers nobody any more. */
  silent = false;
  /** Requests that came. */
  asked = 0;

  private readonly server = createServer((request, response) => this.serve(request, response));

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

  private serve({ headers, url = '/' }: IncomingMessage, response: ServerResponse): void {
    this.asked += 1;
    if (this.silent) return;
    const { pathname, searchParams } = new URL(url, this.origin);
    if (pathname === '/ships' && headers.authorization !== `Bearer ${this.token}`) return void response.writeHead(401).end();
    if (pathname === '/ships' && this.nextToken) response.setHeader('x-next-token', (this.token = this.nextToken));
    response.end(JSON.stringify(this.ships.filter(({ id }) => id > Number(searchParams.get('after')))));
  }
}
