import { mkdtemp, rm } from 'node:fs/promises';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git, { type WalkerEntry } from 'isomorphic-git';
import type { Branch } from './advertisement';
import type { Remote } from './remote';

/** A commit as people see it. */
export interface Commit {
  sha: string;
  message: string;
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  parents: string[];
}

/** A file of a commit. */
export interface Blob {
  path: string;
  sha: string;
  bytes(): Promise<Uint8Array>;
}

/** A copy of one branch, not deeper than asked for, in a folder of its own. */
export class Clone {
  #cache = {};

  private constructor(
    private readonly gitdir: string,
    private readonly head: string,
  ) {}

  /** Copies the last `depth` commits of a branch. Whoever made it takes it away. */
  static async of(remote: Remote, branch: Branch, depth: number): Promise<Clone> {
    const gitdir = await mkdtemp(join(tmpdir(), 'moorage-git-'));
    const clone = new Clone(gitdir, branch.head);
    try {
      await git.init({ fs, gitdir, bare: true });
      await git.addRemote({ fs, gitdir, remote: 'origin', url: remote.alias });
      await git.fetch({ fs, http: remote as never, gitdir, url: remote.alias, ref: branch.name, depth, singleBranch: true, tags: false, cache: clone.#cache });
      return clone;
    } catch (error) {
      await clone.remove();
      throw error;
    }
  }

  async commits(): Promise<Commit[]> {
    const log = await git.log({ fs, gitdir: this.gitdir, ref: this.head, cache: this.#cache });
    return log.map(({ oid, commit: { message, author, parent } }) => ({
      sha: oid,
      message,
      authorName: author.name,
      authorEmail: author.email,
      authoredAt: new Date(author.timestamp * 1_000),
      parents: parent,
    }));
  }

  /** All files below any of `paths`, by path. Links and submodules are none. */
  async files(paths: readonly string[]): Promise<Blob[]> {
    const found: Blob[] = [];
    const map = async (path: string, [entry]: (WalkerEntry | null)[]) => {
      if (path === '.' || !entry) return undefined;
      if ((await entry.type()) === 'tree') return leadsTo(path, paths) ? undefined : null;
      if (isWanted(path, paths) && (await isFile(entry))) found.push({ path, sha: await entry.oid(), bytes: async () => (await entry.content()) ?? new Uint8Array() });
      return undefined;
    };
    await git.walk({ fs, gitdir: this.gitdir, trees: [git.TREE({ ref: this.head })], map, cache: this.#cache });
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async remove(): Promise<void> {
    this.#cache = {};
    await rm(this.gitdir, { recursive: true, force: true });
  }
}

async function isFile(entry: WalkerEntry): Promise<boolean> {
  const mode = await entry.mode();
  return (await entry.type()) === 'blob' && mode !== 0o120_000;
}

function isWanted(path: string, paths: readonly string[]): boolean {
  return paths.length === 0 || paths.some((each) => path.startsWith(each));
}

/** Whether a folder holds, or is on the way to, something that is wanted. */
function leadsTo(folder: string, paths: readonly string[]): boolean {
  return paths.length === 0 || paths.some((each) => each.startsWith(`${folder}/`) || `${folder}/`.startsWith(each));
}
