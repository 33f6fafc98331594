import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { ActorFailed } from '../../native/actor-failed';

/** Status codes of the protocol (draft-ietf-secsh-filexfer-02). */
const EOF = 1;
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

type Done<T> = (error: Error | null | undefined, value: T) => void;

/** What is asked of a server for files, each at most until the run is over. Errors are explained. */
export class SftpSession {
  private constructor(
    private readonly sftp: SFTPWrapper,
    private readonly server: string,
    private readonly signal: AbortSignal,
  ) {}

  static async open(client: Client, server: string, signal: AbortSignal): Promise<SftpSession> {
    const sftp = await answered<SFTPWrapper>(signal, (done) => client.sftp(done)).catch((cause: unknown) => {
      throw signal.aborted ? signal.reason : ActorFailed.of('PERMISSION_MISSING', { what: 'use SFTP' }, { cause });
    });
    // As with the connection: an error that nobody waits for must not end the process.
    sftp.on('error', () => undefined);
    return new SftpSession(sftp, server, signal);
  }

  stat(path: string): Promise<Stats> {
    return this.#ask(`read ${path}`, path, (done) => this.sftp.stat(path, done));
  }

  /** What is in a folder, as the server tells it, part by part. */
  async *list(folder: string): AsyncIterable<FileEntryWithStats[]> {
    const handle = await this.#ask<Buffer>(`list the folder ${folder}`, folder, (done) => this.sftp.opendir(folder, done));
    try {
      for (;;) {
        const entries = await this.#ask<FileEntryWithStats[] | null>(`list the folder ${folder}`, folder, (done) => this.sftp.readdir(handle, unlessAtEnd(done)));
        if (entries === null) return;
        yield entries;
      }
    } finally {
      this.sftp.close(handle, () => undefined);
    }
  }

  /** The first bytes of a file, piece by piece. */
  async *read(path: string, bytes: number, pieceBytes: number): AsyncIterable<Buffer> {
    const handle = await this.#ask<Buffer>(`read the file ${path}`, path, (done) => this.sftp.open(path, 'r', done));
    try {
      for (let from = 0; from < bytes; ) {
        const length = Math.min(pieceBytes, bytes - from);
        const piece = await this.#ask<Buffer>(`read the file ${path}`, path, (done) => this.sftp.read(handle, Buffer.alloc(length), 0, length, from, (error, count, data) => done(error, data?.subarray(0, count))));
        if (piece.length === 0) return;
        from += piece.length;
        yield piece;
      }
    } finally {
      this.sftp.close(handle, () => undefined);
    }
  }

  async #ask<T>(doing: string, path: string, start: (done: Done<T>) => unknown): Promise<T> {
    try {
      return await answered(this.signal, start);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : this.#failureOf(error, doing, path);
    }
  }

  #failureOf(error: unknown, doing: string, path: string): ActorFailed {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === NO_SUCH_FILE) return ActorFailed.of('OBJECT_NOT_FOUND', { what: `file or folder ${path}` }, { cause: error });
    if (code === PERMISSION_DENIED) return ActorFailed.of('PERMISSION_MISSING', { what: doing }, { cause: error });
    if (typeof code === 'number') return ActorFailed.of('SERVER_ERROR', { server: this.server, status: `SFTP status ${code}` }, { cause: error });
    return ActorFailed.of('CONNECTION_CLOSED', { host: this.server }, { stage: 'read', cause: error });
  }
}

function answered<T>(signal: AbortSignal, start: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => reject(signal.reason as Error);
    if (signal.aborted) return over();
    signal.addEventListener('abort', over);
    start((error, value) => {
      signal.removeEventListener('abort', over);
      if (error) reject(error);
      else resolve(value);
    });
  });
}

function unlessAtEnd<T>(done: Done<T | null>): (error: (Error & { code?: unknown }) | null | undefined, value: T) => void {
  return (error, value) => (error?.code === EOF ? done(null, null) : done(error, value));
}
