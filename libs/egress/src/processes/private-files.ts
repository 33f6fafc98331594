import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that a command is given: in its own folder, for nobody else to read, and taken away with it. */
export interface PrivateFile {
  /** The word before its path on the command line. */
  flag: string;
  name: string;
  text: string;
}

/** Writes the files, and answers the words that tell the command where they are. */
export async function written(files: readonly PrivateFile[], folder: string): Promise<string[]> {
  const words = files.map(async ({ flag, name, text }) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return [flag, path];
  });
  return (await Promise.all(words)).flat();
}
