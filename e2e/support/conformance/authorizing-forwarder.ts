import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Hands every request on as it is, `Host` and `Origin` too, and adds the key that the suite has no way to send. */
export class AuthorizingForwarder implements AsyncDisposable {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((request, response) => this.forward(request, response));

  private constructor(
    private readonly target: URL,
    private readonly key: string,
  ) {}

  /** In front of the server at `target`, of which only the origin counts. */
  static async start(target: string, key: string): Promise<AuthorizingForwarder> {
    const forwarder = new AuthorizingForwarder(new URL(target), key);
    await new Promise<void>((resolve) => forwarder.server.listen(0, '127.0.0.1', resolve));
    forwarder.server.unref();
    return forwarder;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.agent.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = this.target;
    const headers = [...request.rawHeaders, 'Authorization', `Bearer ${this.key}`];
    const onward = ask({ agent: this.agent, hostname, port, method: request.method, path: request.url, headers, setHost: false });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders).flushHeaders();
      answer.on('error', () => response.destroy()).pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}
