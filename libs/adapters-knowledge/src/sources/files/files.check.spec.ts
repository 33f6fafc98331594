import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { checkOf, readOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder';
import { filesSource } from './index';

let allowed: TemporaryFolder;
let outside: TemporaryFolder;

beforeEach(async () => {
  [allowed, outside] = [await temporaryFolder(), await temporaryFolder()];
  await allowed.write('notes/a.md', '# A');
  await outside.write('secret.txt', 'not for everyone');
});

afterEach(async () => {
  await Promise.all([allowed.remove(), outside.remove()]);
});

const check = (folder: string, more: object = {}) => checkOf(filesSource, { folder_path: folder, ...more } as never, { filesRoots: allowed.path });

describe('Checking a folder', () => {
  it('good: reads a file of it', async () => {
    const report = await check(allowed.path);
    expect(verdictOf(report)).toBe('none');
    expect(stepsOf(report)).toBe('permission read');
    expect(report.warnings).toEqual([]);
  });

  it('unknown name: says which folder does not exist', async () => {
    const report = await check(join(allowed.path, 'nowhere'));
    expect(verdictOf(report)).toBe('permission OBJECT_NOT_FOUND');
    expect(report.failure?.message).toContain('nowhere');
  });

  it('missing permission: stays below the folders that are allowed, whatever the path looks like', async () => {
    await symlink(outside.path, join(allowed.path, 'link'));
    for (const path of [outside.path, '/', '/etc', join(allowed.path, 'link'), `${allowed.path}/../${outside.path.split('/').pop()}`, `${allowed.path}x`, 'notes']) {
      expect(verdictOf(await check(path))).toBe('permission FOLDER_NOT_ALLOWED');
    }
  });

  it('missing permission: allows nothing when no folder is allowed', async () => {
    expect(verdictOf(await checkOf(filesSource, { folder_path: allowed.path }))).toBe('permission FOLDER_NOT_ALLOWED');
  });

  it('missing object: warns when no file fits', async () => {
    const report = await check(allowed.path, { streams: [{ name: 'sheets', globs: ['*.csv'], format: { filetype: 'csv' } }] });
    expect(verdictOf(report)).toBe('none');
    expect(report.warnings).toEqual(['No file with anything in it was found for the stream "sheets", so reading it was not tested.']);
  });

  it('says which settings it does not know, at most ten of them', async () => {
    const report = await check(allowed.path, { folder: '/srv', streams: [{ name: 'notes', format: { filetype: 'unstructured', strategy: 'ocr_only' } }] });
    expect(report.warnings).toEqual(['Not known to this connector, and therefore without effect: folder, streams.0.format.strategy.']);
    const many = await check(allowed.path, Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`setting_${at}`, 1])));
    expect(many.warnings).toEqual([expect.stringMatching(/: setting_0, .*setting_9 and 2 more\.$/)]);
  });

  it('does not take a file for a folder', async () => {
    expect(verdictOf(await check(join(allowed.path, 'notes/a.md')))).toBe('permission NOT_A_FOLDER');
  });

  it('passes over links, pipes and folders that are closed to it', async () => {
    await symlink(join(outside.path, 'secret.txt'), join(allowed.path, 'a-link.txt'));
    await symlink(outside.path, join(allowed.path, 'b-link'));
    execFileSync('mkfifo', [join(allowed.path, 'c-pipe')]);
    await mkdir(join(allowed.path, 'closed'));
    await chmod(join(allowed.path, 'closed'), 0o000);
    const stream = { name: 'files', jsonSchema: {}, supportedSyncModes: ['full_refresh' as const] };
    const read = await readOf(filesSource, { folder_path: allowed.path }, { streams: [{ stream, syncMode: 'full_refresh' }] }, { filesRoots: allowed.path });
    expect(read.flatMap((message) => (message.kind === 'record' ? [message.data.document_key] : []))).toEqual(['notes/a.md']);
    expect(read.some((message) => message.kind === 'failure')).toBe(false);
  });
});
