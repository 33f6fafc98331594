import { eventually } from '@moorage/test-kit';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const OPTIONS = { verbose: false, pedantic: false, headers: true, no_responders: true };

/** Speaks the NATS protocol by hand, to see every byte that a broker answers. */
export class WireClient {
  /** All that came after INFO, one character for each byte. */
  heard = '';
  closed = false;
  info: Record<string, unknown> = {};

  private constructor(
    readonly socket: Socket,
    private readonly token: string,
  ) {
    socket.setEncoding('latin1');
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
    socket.on('data', (text) => (this.heard += String(text)));
  }

  /** Connects and waits for INFO, without introducing itself. */
  static async dial(url: string): Promise<WireClient> {
    const { hostname, port, username } = new URL(url);
    const client = new WireClient(connect(Number(port), hostname), username);
    await once(client.socket, 'connect');
    await client.until('\r\n');
    const [line = '', ...rest] = client.heard.split('\r\n');
    client.info = JSON.parse(line.replace(/^INFO /, '')) as Record<string, unknown>;
    client.heard = rest.join('\r\n');
    return client;
  }

  static async open(url: string, options: object = {}): Promise<WireClient> {
    const client = await WireClient.dial(url);
    client.introduce(options);
    return client;
  }

  introduce(options: object = {}): void {
    this.send(`CONNECT ${JSON.stringify({ ...OPTIONS, auth_token: this.token, ...options })}\r\n`);
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  async until(text: string): Promise<void> {
    await eventually(() => this.heard.includes(text) || this.closed, 5_000);
  }

  async untilClosed(): Promise<void> {
    await eventually(() => this.closed, 5_000);
  }

  /** Sends, waits until the broker has dealt with it, and answers what has come since the last time. */
  async ask(text: string): Promise<string> {
    this.send(`${text}PING\r\n`);
    await this.until('PONG\r\n');
    const heard = this.heard.replace('PONG\r\n', '');
    this.heard = '';
    return heard;
  }
}
