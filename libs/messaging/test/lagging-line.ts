import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a broker that can break, and on which what the broker says can be held up, as it is by a machine that does not come to read. */
export class LaggingLine {
  private readonly sockets = new Set<Socket>();
  private lagging = false;

  private constructor(
    private readonly server: Server,
    private readonly broker: URL,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async to(url: string): Promise<LaggingLine> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LaggingLine(server, new URL(url));
  }

  get url(): string {
    return `nats://${this.broker.username}@127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  lag(): void {
    this.lagging = true;
  }

  catchUp(): void {
    this.lagging = false;
    for (const socket of this.sockets) socket.resume();
  }

  /** Breaks the connections that there are; new ones can be made. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    this.cut();
  }

  private join(near: Socket): void {
    const far = connect(Number(this.broker.port), '127.0.0.1');
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.sockets.add(from);
      from.on('data', (chunk: Buffer) => {
        to.write(chunk);
        if (from === far && this.lagging) far.pause();
      });
      from.on('error', () => undefined).on('close', () => (this.sockets.delete(from), to.destroy()));
    }
  }
}
