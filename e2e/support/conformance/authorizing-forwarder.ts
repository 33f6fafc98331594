import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Suite } from '../suite';

/** Hands every request on as it is, `Host` and `Origin` too, to the gateways in turn, and adds the key that the suite has no way to send. */
export class AuthorizingForwarder implements AsyncDisposable {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((request, response) => this.forward(request, response));

  private requests = 0;

  private constructor(private readonly suite: Suite) {}

  static async start(suite: Suite): Promise<AuthorizingForwarder> {
    const forwarder = new AuthorizingForwarder(suite);
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
    const { urls, apiKey } = this.suite;
    const { hostname, port } = new URL(urls[this.requests++ % urls.length] ?? '');
    const headers = [...request.rawHeaders, 'Authorization', `Bearer ${apiKey}`];
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
