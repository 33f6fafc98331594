import { execFileSync } from 'node:child_process';
import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ActorFailed } from '../native/actor-failed';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder';
import { FileRoots } from './file-roots';

let allowed: TemporaryFolder;
let outside: TemporaryFolder;
let roots: FileRoots;

beforeEach(async () => {
  [allowed, outside] = [await temporaryFolder(), await temporaryFolder()];
  roots = FileRoots.parse(`/no/such/folder, ${allowed.path}`);
  await outside.write('inner/secret.txt', 'not for everyone');
});

afterEach(async () => {
  await Promise.all([allowed.remove(), outside.remove()]);
});

async function textOf(path: string): Promise<string> {
  const file = await roots.open(path);
  return file.readFile('utf8').finally(() => file.close());
}

const codeOf = async (work: Promise<unknown>) => work.then(() => 'none', (error: unknown) => (error instanceof ActorFailed ? error.failure.code : String(error)));

describe('Opening files below the folders that are allowed', () => {
  it('opens what is there', async () => {
    expect(await textOf(await allowed.write('..notes/a.txt', 'A'))).toBe('A');
  });

  it('follows a link that stays inside', async () => {
    await symlink(await allowed.write('a.txt', 'A'), join(allowed.path, 'link.txt'));
    expect(await textOf(join(allowed.path, 'link.txt'))).toBe('A');
  });

  it('opens nothing outside, by whatever way', async () => {
    await symlink(join(outside.path, 'inner'), join(allowed.path, 'out'));
    await symlink(join(outside.path, 'inner/secret.txt'), join(allowed.path, 'secret.txt'));
    for (const path of ['out/secret.txt', 'secret.txt', `../${outside.path.split('/').pop()}/inner/secret.txt`]) {
      expect(await codeOf(textOf(`${allowed.path}/${path}`))).toBe('FOLDER_NOT_ALLOWED');
    }
  });

  it('opens neither pipes nor devices nor folders', async () => {
    execFileSync('mkfifo', [join(allowed.path, 'pipe')]);
    expect(await codeOf(textOf(join(allowed.path, 'pipe')))).toBe('OBJECT_NOT_FOUND');
    expect(await codeOf(textOf(allowed.path))).toBe('OBJECT_NOT_FOUND');
    expect(await codeOf(FileRoots.parse('/dev').open('/dev/null'))).toBe('OBJECT_NOT_FOUND');
  });

  it('never hands out a file from outside while folders are exchanged for links', async () => {
    await allowed.write('inner/secret.txt', 'for everyone');
    await symlink(join(outside.path, 'inner'), join(allowed.path, 'trap'));
    const [inner, aside, trap] = ['inner', 'aside', 'trap'].map((name) => join(allowed.path, name)) as [string, string, string];
    let exchanging = true;
    const exchange = async () => {
      while (exchanging) {
        await rename(inner, aside);
        await rename(trap, inner);
        await rename(inner, trap);
        await rename(aside, inner);
      }
    };
    const exchanged = exchange();
    const seen = new Set<string>();
    for (let attempt = 0; attempt < 1_500; attempt += 1) seen.add(await textOf(join(inner, 'secret.txt')).catch((error: unknown) => (error instanceof ActorFailed ? 'refused' : String(error))));
    exchanging = false;
    await exchanged;
    expect([...seen].filter((each) => each !== 'for everyone' && each !== 'refused')).toEqual([]);
    expect(await textOf(join(inner, 'secret.txt'))).toBe('for everyone');
  });
});
