import type { FileEntryWithStats } from 'ssh2';
import type { FileStore, StoredFile } from '../../files/file-store';
import { ActorFailed } from '../../native/actor-failed';
import { matching } from './name-pattern';
import type { SftpSession } from './sftp-session';

/** Most servers send no more at once. */
const PIECE_BYTES = 32 * 1024;
const MAX_DEPTH = 64;

/** A folder of an SFTP server and the folders in it. Links are passed over: they may lead round in circles. */
export class SftpStore implements FileStore {
  constructor(
    private readonly session: SftpSession,
    private readonly folder: string,
    /** Where paths become addresses. */
    private readonly origin: string,
    private readonly pattern?: string,
  ) {}

  /** Rejects when the folder is none, or may not be listed. */
  async mustBeListed(): Promise<void> {
    if (!(await this.session.stat(this.folder)).isDirectory()) throw ActorFailed.of('NOT_A_FOLDER', { what: this.folder });
    for await (const _entries of this.session.list(this.folder)) return;
  }

  files(): AsyncIterable<StoredFile> {
    return this.#within('', 0);
  }

  content({ path, bytes }: StoredFile): AsyncIterable<Buffer> {
    return this.session.read(this.#full(path), bytes, PIECE_BYTES);
  }

  async *#within(below: string, depth: number): AsyncIterable<StoredFile> {
    for await (const entries of this.session.list(this.#full(below))) {
      const named = entries.filter(({ filename }) => isName(filename));
      yield* this.#filesOf(named, below);
      const folders = named.filter(({ attrs }) => attrs.isDirectory() && depth < MAX_DEPTH);
      for (const { filename } of folders) yield* this.#within(joined(below, filename), depth + 1);
    }
  }

  *#filesOf(entries: FileEntryWithStats[], below: string): Iterable<StoredFile> {
    const files = entries.filter(({ attrs }) => attrs.isFile());
    const wanted = new Set(this.pattern === undefined ? files.map(({ filename }) => filename) : matching(files.map(({ filename }) => filename), this.pattern));
    for (const { filename, attrs } of files) {
      const path = joined(below, filename);
      // Times are in whole seconds: a change within one of them shows in the size at best.
      if (wanted.has(filename)) yield { path, uri: `${this.origin}${this.#full(path)}`, bytes: attrs.size, modifiedAt: new Date(attrs.mtime * 1_000), version: String(attrs.size) };
    }
  }

  #full(path: string): string {
    return path === '' ? this.folder : joined(this.folder.replace(/\/+$/, ''), path);
  }
}

function joined(folder: string, name: string): string {
  return folder === '' && name.startsWith('/') ? name : `${folder}${folder === '' ? '' : '/'}${name}`;
}

/** Whether it names something in a folder, and not something elsewhere. */
function isName(name: string): boolean {
  return name !== '.' && name !== '..' && !/[/\0]/.test(name);
}
