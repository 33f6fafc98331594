import { selfSigned, serveTcp } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';
import { s3Error, signedStorage, STORAGE_KEYS, type SignedStorage, type SignedStorageOptions } from '../../testing/signed-storage';
import { s3Destination } from './index';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function storage(options: SignedStorageOptions = {}): Promise<SignedStorage> {
  const running = await signedStorage({ objects: {}, ...options });
  opened.push(running);
  return running;
}

function check(endpoint: string, changes: object = {}, options: TrialOptions = {}) {
  const keys = { access_key_id: STORAGE_KEYS.accessKeyId, secret_access_key: STORAGE_KEYS.secretAccessKey };
  const place = { s3_bucket_name: 'shelf', s3_bucket_path: '/exports/', s3_bucket_region: 'us-east-1', s3_endpoint: endpoint };
  return checkOf(s3Destination, { ...keys, ...place, format: { format_type: 'JSONL' }, ...changes } as never, options);
}

describe('Checking S3-compatible storage to write to', () => {
  it('good: writes nothing unless asked to, and says so', async () => {
    const running = await storage();
    const report = await check(running.url);
    expect(verdictOf(report)).toBe('none');
    expect(stepsOf(report)).toBe('connect authenticate permission -write');
    expect(report.steps.at(-1)?.message).toContain('write_probe');
    expect(running.seen.every((request) => request.startsWith('GET '))).toBe(true);
  });

  it('good: writes one marked object and deletes it when asked to', async () => {
    const running = await storage();
    const report = await check(running.url, {}, { writeProbe: true });
    expect(stepsOf(report)).toBe('connect authenticate permission write');
    expect(running.seen.map((request) => request.replace(/[0-9a-f]{8}\?.*/, '…')).slice(1)).toEqual(['PUT /shelf/exports/.moorage-check-…', 'DELETE /shelf/exports/.moorage-check-…']);
    expect(running.objects.size).toBe(0);
  });

  it('wrong credential: tells which of both keys to look at', async () => {
    const { url } = await storage();
    const unknown = await check(url, { access_key_id: 'AKIANOBODY' });
    expect(verdictOf(unknown)).toBe('authenticate CREDENTIALS_REFUSED');
    expect(unknown.failure?.hint).toContain('access_key_id');
    expect(verdictOf(await check(url, { secret_access_key: 'guessed' }))).toBe('authenticate CREDENTIALS_REFUSED');
  });

  it('wrong host: says that the name does not exist', async () => {
    expect(verdictOf(await check('https://storage.no-such-host.invalid'))).toBe('dns HOST_NOT_FOUND');
  });

  it('closed port: says that nothing listens there', async () => {
    const closed = await serveTcp(() => undefined);
    await closed.close();
    expect(verdictOf(await check(new URL(closed.url).origin))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says which bucket does not exist', async () => {
    expect(verdictOf(await check((await storage()).url, { s3_bucket_name: 'drawer' }))).toBe('permission OBJECT_NOT_FOUND');
  });

  it('missing permission: tells listing, writing and deleting apart', async () => {
    const refusing = (method: string) => storage({ instead: (request) => (request.method === method ? s3Error(403, 'AccessDenied') : undefined) });
    expect(verdictOf(await check((await refusing('GET')).url))).toBe('permission PERMISSION_MISSING');
    const unwritten = await check((await refusing('PUT')).url, {}, { writeProbe: true });
    expect(unwritten.failure?.message).toContain('do not allow to write objects');
    const left = await check((await refusing('DELETE')).url, {}, { writeProbe: true });
    expect(verdictOf(left)).toBe('write PROBE_LEFT');
    expect(left.failure?.message).toMatch(/the object exports\/\.moorage-check-\w{8} of the bucket shelf/);
  });

  it('silent server: is undecided once time is up', async () => {
    const silent = await serveTcp((socket) => socket.resume());
    opened.push(silent);
    const report = await check(new URL(silent.url).origin, {}, { deadlineMs: 500 });
    expect(verdictOf(report)).toBe('authenticate RESPONSE_TIMEOUT');
    expect(report.failure?.indeterminate).toBe(true);
  });

  it('wrong TLS: names the certificate for what it is', async () => {
    const { url } = await storage({ tls: await selfSigned(['127.0.0.1']) });
    expect(verdictOf(await check(url))).toBe('tls CERTIFICATE_UNTRUSTED');
  });
});
