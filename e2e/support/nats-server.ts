import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './real-servers';
import { endingAll, ROOT, run, until, type Running } from './processes';

/** What nats-server says of a connection. */
interface ConnectionReport {
  name: string;
  /** Messages that were sent to it. */
  out_msgs: number;
}

/** An installed nats-server with the configuration of docker-compose.yml; it keeps its address over every restart. */
export class NatsServer implements AsyncDisposable {
  private readonly token = `3e${randomBytes(16).toString('hex')}`; // would be read as a number if it were not quoted
  private process: Running | undefined;

  private constructor(
    private readonly port: number,
    private readonly monitor: number,
  ) {}

  static async start(): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `nats://${this.token}@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const process = run('nats-server', ['-c', join(ROOT, 'deploy/nats.conf'), '-a', '127.0.0.1', '-p', String(this.port), '-m', String(this.monitor)], { NATS_TOKEN: `"${this.token}"` });
    this.process = process;
    await until('nats-server to listen', () => process.errors().includes('Server is ready')).catch(endingAll([process]));
  }

  /** As the kernel ends it: no connection is closed in order. */
  async kill(): Promise<void> {
    await this.process?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process?.stop();
  }

  /** Messages that each connection of this name has got so far. */
  async deliveries(name: string): Promise<number[]> {
    const response = await fetch(`http://127.0.0.1:${this.monitor}/connz`);
    const { connections } = (await response.json()) as { connections: ConnectionReport[] };
    return connections.filter((each) => each.name === name).map((each) => each.out_msgs);
  }
}
