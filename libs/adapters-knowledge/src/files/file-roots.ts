import { constants, type Stats } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { MoorageError } from '@moorage/domain';
import { ActorFailed } from '../native/actor-failed';
import { isDenied } from './error-code-of';

/** The folders of this machine that connectors may touch, as `FILES_ROOTS` lists them. Links lead nowhere else. */
export class FileRoots {
  private constructor(private readonly roots: string[]) {}

  /** `folders` are absolute paths separated by commas; none when empty. Throws `VALIDATION_ERROR` for other paths: what those mean depends on where a process was started. */
  static parse(folders: string): FileRoots {
    const roots = folders.split(',').map((folder) => folder.trim()).filter((folder) => folder !== '');
    if (!roots.every((root) => isAbsolute(root))) throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'FILES_ROOTS', message: 'FILES_ROOTS must list absolute paths, separated by commas', rule: 'absolute' }]);
    return new FileRoots(roots);
  }

  /** The real path of what is there. Rejects with `FOLDER_NOT_ALLOWED` outside of the roots, and with `OBJECT_NOT_FOUND` when nothing is there. */
  async existing(path: string): Promise<string> {
    if (!isAbsolute(path) || !(await this.#includes(resolve(path)))) throw ActorFailed.of('FOLDER_NOT_ALLOWED', { what: path });
    const real = await realpath(path).catch((cause: unknown) => {
      throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `file or folder ${path}` }, { cause });
    });
    if (!(await this.#includes(real))) throw ActorFailed.of('FOLDER_NOT_ALLOWED', { what: path });
    return real;
  }

  /**
   * Opens a regular file for reading: never a device or a pipe, and nothing outside of the roots, even when folders are exchanged for links
   * meanwhile, for what was opened is looked at once more. Rejects as `existing` does, and with `OBJECT_NOT_FOUND` for what is no file.
   */
  async open(path: string): Promise<FileHandle> {
    const real = await this.existing(path);
    const handle = await openedFile(real).catch((cause: unknown) => {
      throw isDenied(cause) ? ActorFailed.of('PERMISSION_MISSING', { what: `read the file ${path}` }, { cause }) : ActorFailed.of('OBJECT_NOT_FOUND', { what: `file ${path}` }, { cause });
    });
    const isInside = await whereabouts(handle, real).then((found) => this.#includes(found), () => false);
    if (isInside) return handle;
    await handle.close();
    throw ActorFailed.of('FOLDER_NOT_ALLOWED', { what: path });
  }

  async #includes(path: string): Promise<boolean> {
    const roots = await Promise.all(this.roots.map(async (root) => [root, await realpath(root).catch(() => root)]));
    return roots.flat().some((root) => isBelow(root, path));
  }
}

/** Opening some devices has consequences, so they are told from files before and after. */
async function openedFile(path: string): Promise<FileHandle> {
  onlyFile(await stat(path));
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    onlyFile(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function onlyFile(found: Stats): void {
  if (!found.isFile()) throw ActorFailed.of('OBJECT_NOT_FOUND', { what: 'such a file' });
}

/** Where an open file is now. Where the system does not tell, where it was found has to do. */
async function whereabouts({ fd }: FileHandle, found: string): Promise<string> {
  return readlink(`/proc/self/fd/${fd}`).catch(() => realpath(found));
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
