import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Databases refuse to run as root. */
const NOBODY = 65_534;
const START_LIMIT_MS = 30_000;

/** A folder that belongs to whoever servers of tests run as, and what runs in it. */
export class ServerFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'moorage-server-'));
  readonly #user: SpawnOptions = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  #stop = async (): Promise<void> => undefined;

  constructor() {
    this.#own(this.path);
  }

  folder(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { mode: 0o700 });
    return this.#own(path);
  }

  file(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    chmodSync(path, 0o600);
    return this.#own(path);
  }

  /** Runs a program to its end. */
  run(program: string, args: string[], input?: string): void {
    const { status, stderr, error } = spawnSync(program, args, { ...this.#user, cwd: this.path, encoding: 'utf8', input, timeout: START_LIMIT_MS });
    if (status !== 0) throw new Error(`${program}: ${stderr || error?.message || 'failed'}`);
  }

  /** Starts a server, and waits until it says that it is ready. */
  async serve(program: string, args: string[], ready: RegExp): Promise<void> {
    const server = spawn(program, args, { ...this.#user, cwd: this.path, stdio: ['ignore', 'pipe', 'pipe'] });
    const kill = () => server.kill('SIGKILL');
    process.once('exit', kill);
    const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
    this.#stop = async () => {
      if (server.kill('SIGINT')) setTimeout(kill, 10_000).unref();
      await ended;
      process.off('exit', kill);
    };
    let log = '';
    const heard = new Promise<boolean>((resolve) => {
      for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => ready.test((log = (log + text).slice(-10_000))) && resolve(true));
      server.once('error', () => resolve(false)).once('close', () => resolve(false));
      setTimeout(() => resolve(false), START_LIMIT_MS).unref();
    });
    if (!(await heard)) throw new Error(`${program} did not start: ${log}`);
  }

  /** Ends the server and removes the folder. */
  async remove(): Promise<void> {
    await this.#stop();
    rmSync(this.path, { recursive: true, force: true });
  }

  #own(path: string): string {
    if (this.#user.uid !== undefined) chownSync(path, NOBODY, NOBODY);
    return path;
  }
}

/** A port of this machine on which nothing listens at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
