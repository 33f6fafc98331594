import { execFileSync } from 'node:child_process';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder';
import { explainDiskError } from './failure-of-disk-error';
import { jsonlDestination } from './index';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await folder.remove();
});

const check = (path: string, filesRoots = folder.path) => checkOf(jsonlDestination, { destination_path: path }, { filesRoots });

describe('Checking a folder for JSONL files', () => {
  it('good: writes a file, and leaves nothing behind', async () => {
    const report = await check(folder.path);
    expect(verdictOf(report)).toBe('none');
    expect(stepsOf(report)).toBe('permission write');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('unknown name: says which folder does not exist', async () => {
    expect(verdictOf(await check(join(folder.path, 'nowhere')))).toBe('permission OBJECT_NOT_FOUND');
  });

  it('missing permission: stays below the folders that are allowed', async () => {
    await symlink('/tmp', join(folder.path, 'link'));
    for (const path of ['/', '/tmp', join(folder.path, '..'), join(folder.path, 'link')]) expect(verdictOf(await check(path))).toBe('permission FOLDER_NOT_ALLOWED');
  });

  it('missing permission: tells that nothing may be written where the system refuses it', async () => {
    // Nobody may create files there, not even root.
    const report = await check('/proc/self', '/proc');
    expect(['FOLDER_NOT_WRITABLE', 'OBJECT_NOT_FOUND']).toContain(report.failure?.code);
    expect(report.failure?.message).toContain('/proc/self');
  });

  it('missing object: does not take a file or a pipe for a folder', async () => {
    const file = await folder.write('a.jsonl', '{}');
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    expect(verdictOf(await check(file))).toBe('permission NOT_A_FOLDER');
    expect(verdictOf(await check(join(folder.path, 'pipe')))).toBe('permission NOT_A_FOLDER');
  });

  it.each([
    ['EACCES', 'FOLDER_NOT_WRITABLE', 'may not write to'],
    ['EROFS', 'DISK_TROUBLE', 'read-only'],
    ['ENOSPC', 'DISK_TROUBLE', 'the disk is full'],
    ['EDQUOT', 'DISK_TROUBLE', 'quota'],
    ['ENOENT', 'OBJECT_NOT_FOUND', 'There is no folder'],
  ])('says what %s of the file system means', (code, expected, words) => {
    const failed = explainDiskError('/srv/exports')(Object.assign(new Error(code), { code }));
    expect(failed?.failure.code).toBe(expected);
    expect(failed?.failure.message).toContain(words);
  });
});
