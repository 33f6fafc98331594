import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Who Git believes that makes commits and asks; nothing of the machine's own settings counts. */
const WHO = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** The one key that the server over HTTP takes. */
export const GIT_TOKEN = 'glpat-the-right-token-0001';

/** Bare repositories in a folder that is taken away at the end. */
export class GitGround {
  readonly folder = mkdtempSync(join(tmpdir(), 'moorage-git-ground-'));
  readonly #closing: (() => void)[] = [];

  /** A repository with one commit for each set of files; none when there is no set. Answers the hash of the last one. */
  repository(name: string, commits: Record<string, string | Buffer>[], branch = 'main'): string {
    const bare = join(this.folder, `${name}.git`);
    const work = mkdtempSync(join(tmpdir(), 'moorage-git-work-'));
    try {
      this.#git('.', 'init', '-q', '--bare', '-b', branch, bare);
      this.#git(work, 'init', '-q', '-b', branch);
      for (const files of commits) this.#commit(work, files);
      if (commits.length > 0) this.#git(work, 'push', '-q', bare, branch);
      return commits.length > 0 ? this.#git(work, 'rev-parse', 'HEAD').trim() : '';
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  /** Another commit on a branch that is there. */
  add(name: string, files: Record<string, string>): string {
    const work = mkdtempSync(join(tmpdir(), 'moorage-git-work-'));
    try {
      this.#git('.', 'clone', '-q', join(this.folder, `${name}.git`), work);
      this.#commit(work, files);
      this.#git(work, 'push', '-q');
      return this.#git(work, 'rev-parse', 'HEAD').trim();
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  /** The real daemon, on a port of its own. Answers its address. */
  async daemon(): Promise<string> {
    const port = await freePort();
    const args = ['daemon', '--reuseaddr', '--export-all', '--informative-errors', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${this.folder}`, this.folder];
    const daemon = spawn('env', gitWith(WHO, args), { stdio: 'ignore', detached: true });
    this.#closing.push(() => endGroup(daemon));
    await listening(port);
    return `git://127.0.0.1:${port}`;
  }

  /** Git's own program for web servers behind a small one, which asks for the token. Answers its address. */
  async web(tls?: ServerOptions): Promise<string> {
    const serve: RequestListener = (request, response) => {
      const proof = `Basic ${Buffer.from(`git:${GIT_TOKEN}`).toString('base64')}`;
      if (request.url?.startsWith('/public')) return this.#serve(request, response);
      if (request.url?.startsWith('/forbidden')) return void response.writeHead(403).end();
      if (request.headers.authorization !== proof) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      this.#serve(request, response);
    };
    const server = tls ? createSecureServer(tls, serve) : createServer(serve);
    return `${tls ? 'https' : 'http'}://127.0.0.1:${await this.#opened(server)}`;
  }

  /** A server that takes connections and does this with them. */
  async tcp(onSocket: Parameters<typeof createTcpServer>[1]): Promise<string> {
    return `git://127.0.0.1:${await this.#opened(createTcpServer((socket) => (socket.on('error', () => undefined), onSocket?.(socket))))}`;
  }

  close(): void {
    for (const each of this.#closing.splice(0)) each();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #opened(server: Server): Promise<number> {
    const sockets = new Set<{ destroy(): void }>();
    server.on('connection', (socket) => sockets.add(socket));
    this.#closing.push(() => (server.close(), sockets.forEach((socket) => socket.destroy())));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const env = { ...WHO, GIT_PROJECT_ROOT: this.folder, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname.replace(/^\/(?:public|private)/, ''), QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method ?? '', CONTENT_TYPE: request.headers['content-type'] ?? '' };
    const backend = spawn('env', gitWith(env, ['http-backend']), { stdio: ['pipe', 'pipe', 'ignore'] });
    request.pipe(backend.stdin.on('error', () => undefined));
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => answerAsProgram(Buffer.concat(chunks), response));
  }

  #commit(work: string, files: Record<string, string | Buffer>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
    this.#git(work, 'add', '-A');
    this.#git(work, 'commit', '-q', '-m', `Change ${Object.keys(files).join(', ')}`);
  }

  #git(cwd: string, ...args: string[]): string {
    return execFileSync('env', gitWith(WHO, args), { cwd, encoding: 'utf8', timeout: 20_000 });
  }
}

/** Git with these variables besides our own. */
function gitWith(variables: Record<string, string>, args: string[]): string[] {
  return [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), 'git', ...args];
}

/** What a CGI program printed, as an answer. */
function answerAsProgram(printed: Buffer, response: ServerResponse): void {
  const end = printed.indexOf('\r\n\r\n');
  const lines = printed.toString('latin1', 0, end).split('\r\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]);
  const status = Number(lines.find(([name]) => name.toLowerCase() === 'status')?.[1]?.slice(0, 3) ?? 200);
  response.writeHead(status, Object.fromEntries(lines.filter(([name]) => name.toLowerCase() !== 'status')));
  response.end(printed.subarray(end + 4));
}

async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Settles when somebody listens; rejects after five seconds. */
async function listening(port: number): Promise<void> {
  const end = Date.now() + 5_000;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return;
    if (Date.now() > end) throw new RangeError('git daemon does not listen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The daemon leaves its work to children. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
