import { lstat, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileRoots } from '../../files/file-roots';
import type { FileStore, StoredFile } from '../../files/file-store';
import { ActorFailed } from '../../native/actor-failed';

const PIECE_BYTES = 64 * 1024;
/** Deeper folders than people make; a folder that holds itself by way of a mount would otherwise go on for ever. */
const MAX_DEPTH = 64;

/** A folder of this machine and the folders in it. Links, pipes and devices are passed over. */
export class FolderStore implements FileStore {
  constructor(
    private readonly roots: FileRoots,
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** The real path of the folder. Rejects when it is none, or may not be touched. */
  async existing(): Promise<string> {
    const real = await this.roots.existing(this.folder);
    if (!(await stat(real)).isDirectory()) throw ActorFailed.of('NOT_A_FOLDER', { what: this.folder });
    return real;
  }

  async *files(): AsyncIterable<StoredFile> {
    yield* this.#within(await this.existing(), '', 0);
  }

  async *content({ path, bytes }: StoredFile): AsyncIterable<Buffer> {
    const handle = await this.roots.open(join(await this.existing(), path));
    try {
      // No further than what was there when it was listed: some files grow as fast as they are read.
      for (let from = 0; from < bytes; ) {
        this.signal.throwIfAborted();
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes - from)), 0, undefined, from);
        if (bytesRead === 0) return;
        from += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  }

  async *#within(root: string, below: string, depth: number): AsyncIterable<StoredFile> {
    const entries = await opendir(join(root, below)).catch((cause: unknown) => {
      if (below === '') throw ActorFailed.of('PERMISSION_MISSING', { what: `list the folder ${this.folder}` }, { cause });
      // A folder within that is closed to us, or gone by now.
      return [];
    });
    for await (const entry of entries) {
      this.signal.throwIfAborted();
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < MAX_DEPTH) yield* this.#within(root, path, depth + 1);
      if (entry.isFile()) yield* fileAt(root, path);
    }
  }
}

async function* fileAt(root: string, path: string): AsyncIterable<StoredFile> {
  const full = join(root, path);
  const found = await lstat(full).catch(() => null);
  if (found?.isFile()) yield { path, uri: pathToFileURL(full).href, bytes: found.size, modifiedAt: found.mtime };
}
