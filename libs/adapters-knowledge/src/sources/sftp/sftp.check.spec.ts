import type { JsonObject } from '@moorage/domain';
import { eventually, serveTcp } from '@moorage/test-kit';
import { utils } from 'ssh2';
import { checkOf, discoverOf, readOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';
import { SFTP_PASSWORD, sftpServer, type SftpServer, type SftpServerOptions } from '../../testing/sftp-server';
import { sftpSource } from './index';

const FILES = { '/exports/a.csv': 'city,people\nBergen,291940\n', '/exports/2026/b.csv': 'city,people\nOslo,717710\n', '/exports/c.json': '{"a":1}' };
const PASSWORD = { auth_method: 'SSH_PASSWORD_AUTH', auth_user_password: SFTP_PASSWORD };
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function server(options: SftpServerOptions = {}): Promise<SftpServer> {
  const running = await sftpServer({ files: FILES, ...options });
  opened.push(running);
  return running;
}

function configured({ port, fingerprint }: Pick<SftpServer, 'port' | 'fingerprint'>, changes: JsonObject = {}): JsonObject {
  return { host: '127.0.0.1', port, user: 'reader', credentials: PASSWORD, host_key_fingerprint: fingerprint, folder_path: '/exports', ...changes };
}

const check = (running: Pick<SftpServer, 'port' | 'fingerprint'>, changes: JsonObject = {}, options: TrialOptions = {}) => checkOf(sftpSource, configured(running, changes), options);
const portOf = ({ url }: { url: string }) => ({ port: Number(new URL(url).port), fingerprint: 'SHA256:x' });

describe('Checking an SFTP server', () => {
  it('good: logs in, lists, reads, and closes the connection', async () => {
    const running = await server();
    const report = await check(running);
    expect(verdictOf(report)).toBe('none');
    expect(stepsOf(report)).toBe('connect authenticate permission read');
    expect(report.warnings).toEqual([]);
    await eventually(() => running.open() === 0);
  });

  it('good: logs in with a private key, and with a password where it is asked for in a dialogue', async () => {
    const key = utils.generateKeyPairSync('ed25519').private;
    const byKey = await server({ publicKey: key, methods: ['publickey'] });
    expect(verdictOf(await check(byKey, { credentials: { auth_method: 'SSH_KEY_AUTH', auth_ssh_key: key } }))).toBe('none');
    expect(verdictOf(await check(await server({ methods: ['keyboard-interactive'] })))).toBe('none');
  });

  it('wrong credential: tells a wrong password, a wrong user, and a key that the server does not know', async () => {
    const running = await server();
    const wrong = await check(running, { credentials: { auth_method: 'SSH_PASSWORD_AUTH', auth_user_password: 'guessed' } });
    expect(verdictOf(wrong)).toBe('authenticate CREDENTIALS_REFUSED');
    expect(stepsOf(wrong)).toBe('connect !authenticate -permission -read');
    expect(verdictOf(await check(running, { user: 'nobody' }))).toBe('authenticate CREDENTIALS_REFUSED');
    const key = utils.generateKeyPairSync('ed25519').private;
    expect(verdictOf(await check(running, { credentials: { auth_method: 'SSH_KEY_AUTH', auth_ssh_key: key } }))).toBe('authenticate CREDENTIALS_REFUSED');
  });

  it('wrong credential: says what the server wants instead of a password', async () => {
    const report = await check(await server({ methods: ['publickey'] }));
    expect(verdictOf(report)).toBe('authenticate AUTH_METHOD_UNSUPPORTED');
    expect(report.failure?.hint).toContain('logs in with a private key');
  });

  it('wrong credential: refuses what is no private key before anything is sent', async () => {
    const running = await server();
    expect(verdictOf(await check(running, { credentials: { auth_method: 'SSH_KEY_AUTH', auth_ssh_key: 'ssh-rsa AAAA' } }))).toBe('spec VALUE_NOT_USABLE');
    expect(running.tried).toEqual([]);
  });

  it('wrong credential: sends none to a server with another key, or with one that nobody has named', async () => {
    const running = await server();
    expect(verdictOf(await check(running, { host_key_fingerprint: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8' }))).toBe('authenticate HOST_KEY_UNKNOWN');
    const unnamed = await check(running, { host_key_fingerprint: '' });
    expect(verdictOf(unnamed)).toBe('authenticate HOST_KEY_MISSING');
    expect(unnamed.failure?.hint).toContain(running.fingerprint);
    expect(running.tried).toEqual([]);
    expect(verdictOf(await check(running, { host_key_fingerprint: `SHA256:other, ${running.fingerprint}=` }))).toBe('none');
  });

  it('wrong host: says that the name does not exist', async () => {
    expect(verdictOf(await check({ port: 22, fingerprint: '' }, { host: 'sftp.no-such-host.invalid' }))).toBe('dns HOST_NOT_FOUND');
  });

  it('closed port: says that nothing listens there', async () => {
    const closed = await serveTcp(() => undefined);
    await closed.close();
    expect(verdictOf(await check(portOf(closed)))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says which folder does not exist', async () => {
    const report = await check(await server(), { folder_path: '/nowhere' });
    expect(verdictOf(report)).toBe('permission OBJECT_NOT_FOUND');
    expect(report.failure?.message).toContain('/nowhere');
    expect(verdictOf(await check(await server(), { folder_path: '/exports/a.csv' }))).toBe('permission NOT_A_FOLDER');
  });

  it('missing permission: tells SFTP, listing and reading apart', async () => {
    expect((await check(await server({ withoutSftp: true }))).failure).toMatchObject({ stage: 'permission', code: 'PERMISSION_MISSING', message: expect.stringContaining('use SFTP') });
    expect((await check(await server({ closed: ['/exports'] }))).failure).toMatchObject({ stage: 'permission', code: 'PERMISSION_MISSING', message: expect.stringContaining('list the folder /exports') });
    expect((await check(await server({ closed: ['/exports/a.csv'] }))).failure).toMatchObject({ stage: 'read', code: 'PERMISSION_MISSING', message: expect.stringContaining('read the file /exports/a.csv') });
  });

  it('silent server: is undecided once time is up', async () => {
    const silent = await serveTcp((socket) => socket.resume());
    opened.push(silent);
    const report = await check(portOf(silent), {}, { deadlineMs: 500 });
    expect(verdictOf(report)).toBe('authenticate RESPONSE_TIMEOUT');
    expect(report.failure?.indeterminate).toBe(true);
  });

  it('missing object: warns when no file fits', async () => {
    const report = await check(await server(), { file_pattern: '^log-' });
    expect(verdictOf(report)).toBe('none');
    expect(report.warnings).toHaveLength(2);
  });

  it('recognises a server that speaks something else, and one that says nothing more', async () => {
    const web = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const hangsUp = await serveTcp((socket) => socket.destroy());
    opened.push(web, hangsUp);
    expect(verdictOf(await check(portOf(web)))).toBe('authenticate PROTOCOL_NOT_SPOKEN');
    expect(verdictOf(await check(portOf(hangsUp)))).toBe('authenticate CONNECTION_CLOSED');
  });

  it('stops an expression that would never end, and refuses one that is none', async () => {
    const files = { [`/exports/${'a'.repeat(200)}.csv`]: 'a\n' };
    const running = await server({ files });
    const began = Date.now();
    expect((await check(running, { file_pattern: '^(a+)+$' })).failure).toMatchObject({ code: 'VALUE_NOT_USABLE', message: expect.stringContaining('takes too long') });
    expect(Date.now() - began).toBeLessThan(3_000);
    expect((await check(running, { file_pattern: '(' })).failure).toMatchObject({ code: 'VALUE_NOT_USABLE', message: expect.stringContaining('not a regular expression') });
  });
});

describe('Reading an SFTP server', () => {
  const request = (name: string) => ({ streams: [{ stream: { name, jsonSchema: {}, supportedSyncModes: ['full_refresh' as const] }, syncMode: 'full_refresh' as const }] });

  it('offers a stream for each type of file', async () => {
    const report = await discoverOf(sftpSource, configured(await server()));
    expect('streams' in report && report.streams.map(({ name, jsonSchema }) => [name, Object.keys(jsonSchema.properties ?? {}).slice(0, 2)])).toEqual([
      ['csv', ['city', 'people']],
      ['json', ['a', '_ab_source_file_url']],
    ]);
  });

  it('reads the files of folders within, and passes over what leads elsewhere', async () => {
    const attrs = { mode: 0o100644, uid: 0, gid: 0, size: 10, atime: 0, mtime: 0 };
    const running = await server({ files: { '/exports/a.csv': FILES['/exports/a.csv'] }, besides: [{ filename: '../../etc/x.csv', attrs }, { filename: 'link.csv', attrs: { ...attrs, mode: 0o120777 } }, { filename: '..', attrs: { ...attrs, mode: 0o040755 } }] });
    const messages = await readOf(sftpSource, configured(running), request('csv'));
    expect(messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []))).toEqual([expect.objectContaining({ city: 'Bergen', _ab_source_file_url: `sftp://127.0.0.1:${running.port}/exports/a.csv` })]);
    const both = await readOf(sftpSource, configured(await server()), request('csv'));
    expect(both.flatMap((message) => (message.kind === 'record' ? [message.data.city] : []))).toEqual(['Oslo', 'Bergen']);
  });

  it('ends at the end of a file that is shorter than the server says', async () => {
    const attrs = { mode: 0o100644, uid: 0, gid: 0, size: 1024 ** 4, atime: 0, mtime: 0 };
    const running = await server({ files: {}, besides: [{ filename: 'big.csv', attrs }] });
    const [failure] = await readOf(sftpSource, configured(running, { folder_path: '/' }), request('csv'));
    expect(failure).toMatchObject({ kind: 'failure', failure: { code: 'OBJECT_NOT_FOUND' } });
    await eventually(() => running.open() === 0);
  });
});
