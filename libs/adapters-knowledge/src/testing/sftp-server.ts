import type { AddressInfo, Socket } from 'node:net';
import { Server, utils, type AuthContext, type AuthenticationType, type Connection, type SFTPWrapper } from 'ssh2';
import { HostKey } from '../sources/sftp/host-key';

const { STATUS_CODE } = utils.sftp;
const FOLDER = 0o040755;
const FILE = 0o100644;

export interface SftpServerOptions {
  /** Content of files by their absolute path. */
  files?: Record<string, string>;
  /** What may not be touched. */
  closed?: string[];
  /** Ways of logging in. */
  methods?: AuthenticationType[];
  /** Of the only user, `reader`; any key is accepted that this one signs with. */
  publicKey?: string;
  withoutSftp?: boolean;
  /** What a folder is said to hold besides. */
  besides?: { filename: string; attrs: { mode: number; uid: number; gid: number; size: number; atime: number; mtime: number } }[];
}

/** An SFTP server of a test, on loopback. */
export interface SftpServer {
  port: number;
  /** Fingerprint of its key. */
  fingerprint: string;
  /** Ways of logging in that were tried. */
  tried: string[];
  /** How many connections are open. */
  open(): number;
  close(): Promise<void>;
}

export const SFTP_PASSWORD = 'only-for-tests';
const MTIME = 1_793_527_200;

export async function sftpServer(options: SftpServerOptions = {}): Promise<SftpServer> {
  const key = utils.generateKeyPairSync('ed25519').private;
  const tried: string[] = [];
  const sockets = new Set<Socket>();
  const server = new Server({ hostKeys: [key] }, (client) => serve(client, options, tried));
  // It passes on the connections of a TCP server of its own.
  const tcp = (server as unknown as { _srv: { on(event: 'connection', listener: (socket: Socket) => void): void } })._srv;
  tcp.on('connection', (socket) => sockets.add(socket.setNoDelay().once('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, fingerprint: fingerprintOf(key), tried, open: () => sockets.size, close };
}

function fingerprintOf(key: string): string {
  const parsed = utils.parseKey(key);
  const hostKey = new HostKey();
  if (!(parsed instanceof Error)) hostKey.accepts(parsed.getPublicSSH());
  return hostKey.shown ?? '';
}

function serve(client: Connection, options: SftpServerOptions, tried: string[]): void {
  client.on('error', () => undefined);
  client.on('authentication', (attempt) => {
    tried.push(attempt.method);
    decide(attempt, options);
  });
  client.on('session', (accept) => {
    const session = accept();
    if (!options.withoutSftp) session.on('sftp', (acceptSftp) => serveFiles(acceptSftp(), options));
  });
}

function decide(attempt: AuthContext, { methods = ['password', 'publickey'], publicKey }: SftpServerOptions): void {
  const refuse = () => attempt.reject(methods);
  if (attempt.username !== 'reader' || !methods.includes(attempt.method)) return refuse();
  if (attempt.method === 'password') return attempt.password === SFTP_PASSWORD ? attempt.accept() : refuse();
  if (attempt.method === 'keyboard-interactive') return attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers) => (answers[0] === SFTP_PASSWORD ? attempt.accept() : refuse()));
  if (attempt.method !== 'publickey' || publicKey === undefined) return refuse();
  const allowed = utils.parseKey(publicKey);
  const isKnown = !(allowed instanceof Error) && allowed.getPublicSSH().equals(attempt.key.data);
  const isProven = isKnown && (!attempt.signature || allowed.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo) === true);
  return isProven ? attempt.accept() : refuse();
}

function serveFiles(sftp: SFTPWrapper, { files = {}, closed = [], besides = [] }: SftpServerOptions): void {
  const handles: { path: string; done: boolean }[] = [];
  const folders = new Set(['/', ...Object.keys(files).flatMap((path) => path.split('/').slice(1, -1).map((_part, depth, parts) => `/${parts.slice(0, depth + 1).join('/')}`))]);
  const status = (id: number, code: number) => sftp.status(id, code);
  const opened = (id: number, path: string) => sftp.handle(id, Buffer.from([handles.push({ path, done: false }) - 1]));
  const attrsOf = (path: string) => ({ mode: path in files ? FILE : FOLDER, uid: 0, gid: 0, size: Buffer.byteLength(files[path] ?? ''), atime: MTIME, mtime: MTIME });
  const unlessClosed = (id: number, path: string, exists: boolean, work: () => unknown) => (closed.includes(path) ? status(id, STATUS_CODE.PERMISSION_DENIED) : exists ? work() : status(id, STATUS_CODE.NO_SUCH_FILE));
  const namesIn = (folder: string) => [...Object.keys(files), ...folders].filter((path) => path !== '/' && path.slice(0, path.lastIndexOf('/')) === folder.replace(/\/$/, ''));
  sftp.on('STAT', (id, path) => (path in files || folders.has(path) ? sftp.attrs(id, attrsOf(path)) : status(id, STATUS_CODE.NO_SUCH_FILE)));
  sftp.on('OPENDIR', (id, path) => unlessClosed(id, path, folders.has(path), () => opened(id, path)));
  sftp.on('OPEN', (id, path) => unlessClosed(id, path, path in files, () => opened(id, path)));
  sftp.on('CLOSE', (id) => status(id, STATUS_CODE.OK));
  sftp.on('READDIR', (id, handle) => {
    const folder = handles[handle[0] ?? 0];
    if (!folder || folder.done) return status(id, STATUS_CODE.EOF);
    folder.done = true;
    sftp.name(id, [...namesIn(folder.path).map((path) => ({ filename: path.slice(path.lastIndexOf('/') + 1), longname: path, attrs: attrsOf(path) })), ...besides.map((entry) => ({ ...entry, longname: entry.filename }))]);
  });
  sftp.on('READ', (id, handle, from, length) => {
    const piece = Buffer.from(files[handles[handle[0] ?? 0]?.path ?? ''] ?? '').subarray(from, from + length);
    if (piece.length === 0) status(id, STATUS_CODE.EOF);
    else sftp.data(id, piece);
  });
}
