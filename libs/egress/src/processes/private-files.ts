import { mkdirSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that a command is given: in its own folder, for nobody else to read, and taken away with it. */
export interface PrivateFile {
  /** The word before its path on the command line. */
  flag: string;
  name: string;
  text: string;
}

/**
 * Makes the folder of a command with its files in it, and answers the words that tell the command where they are. All at once: what is so
 * small costs less than to have other threads do it, when the processors are busy with commands.
 */
export function furnished(folder: string, files: readonly PrivateFile[]): string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return files.flatMap(({ flag, name, text }) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return [flag, path];
  });
}

/** Takes away the folder of a command: at once when nothing was added to it, and else all that it has put there, however much that is. */
export async function cleared(folder: string, files: readonly PrivateFile[]): Promise<void> {
  try {
    for (const { name } of files) unlinkSync(join(folder, name));
    rmdirSync(folder);
  } catch {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(() => undefined);
  }
}
