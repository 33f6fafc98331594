import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ClientConnection, type ConnectionRules } from './client-connection';
import type { ClientOptions } from './client-options';
import { Switchboard } from './switchboard';

export interface BrokerOptions {
  /** What every client has to show. */
  token: string;
  maxPayload: number;
  authTimeoutMs: number;
  maxPending: number;
}

const LOOPBACK = '127.0.0.1';

/**
 * A broker for one machine: core NATS over loopback, at most once, nothing stored. No clusters, streams or TLS;
 * those need a real nats-server, which passes the same conformance script.
 */
export class Broker {
  private readonly server: Server;
  private readonly switchboard = new Switchboard();
  private readonly clients = new Set<ClientConnection>();
  private readonly id = randomBytes(8).toString('hex');
  private readonly rules: ConnectionRules;
  private readonly expected: Buffer;
  private seen = 0;

  constructor(options: BrokerOptions) {
    this.expected = digest(options.token);
    this.rules = { ...options, isAuthorized: (client) => this.isAuthorized(client) };
    this.server = createServer((socket) => this.welcome(socket));
    // An accept that fails, for want of file handles say, is the loss of that client alone.
    this.server.on('error', () => undefined);
  }

  /** Listens on loopback and answers the port; 0 asks for a free one. */
  async listen(port: number): Promise<number> {
    this.server.listen(port, LOOPBACK);
    await once(this.server, 'listening');
    return this.port;
  }

  /** Cuts all clients off and gives the port back. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    for (const client of this.clients) client.destroy();
    await closed;
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private welcome(socket: Socket): void {
    const client = new ClientConnection(socket, this.switchboard, this.rules);
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    client.greet(this.info((this.seen += 1)));
  }

  private info(clientId: number): object {
    return {
      server_id: this.id,
      server_name: 'moorage-embedded',
      // The oldest protocol that knows headers and no-responders; clients decide by it what they may ask for.
      version: '2.9.0',
      proto: 1,
      host: LOOPBACK,
      port: this.port,
      headers: true,
      auth_required: true,
      max_payload: this.rules.maxPayload,
      client_id: clientId,
    };
  }

  /** Compares digests, which have one length, in constant time: neither text nor length of the token shows in the delay. */
  private isAuthorized({ token }: ClientOptions): boolean {
    return timingSafeEqual(digest(token), this.expected);
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
