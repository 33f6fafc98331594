import { chown, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './real-servers';
import { newFolder, type Folder } from './installation';
import { endingAll, run, until, type Running } from './processes';

const BINARIES = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
/** PostgreSQL refuses to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** An installed PostgreSQL with a cluster of its own, for journeys that take it away; it keeps its address and data over every restart. */
export class PostgresServer implements AsyncDisposable {
  private process: Running | undefined;

  private constructor(
    private readonly folder: Folder,
    private readonly port: number,
  ) {}

  static async start(): Promise<PostgresServer> {
    const folder = await newFolder();
    const server = new PostgresServer(folder, await freePort());
    await mkdir(server.data, { mode: 0o700 });
    if (NOBODY.uid) for (const path of [folder.path, server.data]) await chown(path, NOBODY.uid, NOBODY.gid);
    await using initdb = run(join(BINARIES, 'initdb'), ['-D', server.data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {}, { cwd: folder.path, ...NOBODY });
    if ((await initdb.ended) !== 0) throw new Error(`initdb: ${initdb.errors()}`);
    await server.start();
    return server;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  private get data(): string {
    return join(this.folder.path, 'data');
  }

  async start(): Promise<void> {
    const process = run(join(BINARIES, 'postgres'), ['-D', this.data, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='], {}, { cwd: this.folder.path, ...NOBODY });
    this.process = process;
    await until('PostgreSQL to accept connections', () => process.errors().includes('ready to accept connections')).catch(endingAll([process]));
  }

  /** As the kernel ends it; its own children follow by themselves. */
  async kill(): Promise<void> {
    await this.process?.[Symbol.asyncDispose]();
  }

  /** As a machine that has lost its disk: connections stand, and nothing answers. Until `resume`. */
  async pause(): Promise<void> {
    for (const pid of await this.family()) process.kill(pid, 'SIGSTOP');
  }

  async resume(): Promise<void> {
    for (const pid of await this.family()) process.kill(pid, 'SIGCONT');
  }

  /** The server and the processes that it has made for its connections. */
  private async family(): Promise<number[]> {
    const server = this.process?.child.pid ?? 0;
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const parents = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').then((stat) => Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]), () => 0)));
    return [server, ...pids.map(Number).filter((_pid, index) => parents[index] === server)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // SIGINT lets nobody finish: connections that somebody keeps would hold up the end.
    this.process?.child.kill('SIGINT');
    await this.process?.ended;
    await this.folder[Symbol.asyncDispose]();
  }
}
