import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEncryptionKey } from '@moorage/adapters-node';
import { DataDirectory } from './data-directory';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moorage-data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the data directory', () => {
  it('makes a key at the first start, readable by this user alone, and finds it at the next', async () => {
    const path = join(folder, 'new', 'data');
    const made = await (await DataDirectory.open(path)).encryptionKeys(undefined);
    expect(await (await DataDirectory.open(path)).encryptionKeys(undefined)).toBe(made);
    expect((await stat(join(path, 'encryption-keys'))).mode & 0o777).toBe(0o600);
  });

  it('refuses to go on without the key that its credentials were encrypted with', async () => {
    const data = await DataDirectory.open(folder);
    await data.encryptionKeys(undefined);
    await rm(join(folder, 'encryption-keys'));
    await expect(data.encryptionKeys(undefined)).rejects.toThrow(/Restore .*encryption-keys or set ENCRYPTION_KEYS/);
    await expect(data.encryptionKeys(newEncryptionKey())).rejects.toThrow(/ENCRYPTION_KEYS/);
  });

  it('lets a new key in first place take over while the old one is still there to read', async () => {
    const data = await DataDirectory.open(folder);
    const [old, fresh] = [newEncryptionKey(), newEncryptionKey()];
    await data.encryptionKeys(old);
    expect(await data.encryptionKeys(`${fresh},${old}`)).toBe(`${fresh},${old}`);
    expect(await data.encryptionKeys(fresh)).toBe(fresh);
  });

  it('never leaves a half written file', async () => {
    const data = await DataDirectory.open(folder);
    await Promise.all([data.write('note', 'one'), data.write('other', 'two')]);
    expect(await data.read('note')).toBe('one');
    expect((await readdir(folder)).sort()).toEqual(['note', 'other']);
    expect(await data.read('absent')).toBeNull();
  });

  it('says what to do when the folder is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(DataDirectory.open(join(folder, 'file'))).rejects.toThrow(/DATA_DIR/);
    await expect(DataDirectory.open('/proc/moorage/data')).rejects.toThrow(/DATA_DIR/);
  });
});
