import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { ActorFailed } from '../native/actor-failed';

/** The folders of this machine that connectors may touch, as `FILES_ROOTS` lists them. Links lead nowhere else. */
export class FileRoots {
  private constructor(private readonly roots: string[]) {}

  /** `folders` are absolute paths separated by commas; none when empty. */
  static parse(folders: string): FileRoots {
    return new FileRoots(folders.split(',').map((folder) => folder.trim()).filter((folder) => folder !== ''));
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

  async #includes(path: string): Promise<boolean> {
    const roots = await Promise.all(this.roots.map(async (root) => [root, await realpath(root).catch(() => root)]));
    return roots.flat().some((root) => isBelow(root, path));
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
