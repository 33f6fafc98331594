import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Servers that a test makes up, and all connections to them. */
export class HeldServers {
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size;
  }

  /** The port of a server that does this with every connection. */
  async listening(serve: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      this.#sockets.add(socket.on('error', () => undefined));
      socket.once('close', () => this.#sockets.delete(socket));
      serve(socket);
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** A port where nothing listens any more. */
  async closedPort(): Promise<number> {
    const port = await this.listening((socket) => socket.destroy());
    await new Promise((resolve) => this.#servers.pop()?.close(resolve));
    return port;
  }

  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Waits until something is so, but not for ever. */
export async function expectSoon(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await isSo()); ) {
    if (Date.now() > end) throw new Error('It did not come true in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
