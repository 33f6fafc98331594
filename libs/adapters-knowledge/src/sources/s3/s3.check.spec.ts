import { selfSigned, serveTcp } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';
import { s3Error, signedStorage, STORAGE_KEYS, type SignedStorage, type SignedStorageOptions } from '../../testing/signed-storage';
import { s3Source } from './index';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function storage(options: SignedStorageOptions = {}): Promise<SignedStorage> {
  const running = await signedStorage({ objects: { 'notes/a.md': '# A' }, ...options });
  opened.push(running);
  return running;
}

function check(endpoint: string, changes: Record<string, unknown> = {}, options: TrialOptions = {}) {
  const keys = { aws_access_key_id: STORAGE_KEYS.accessKeyId, aws_secret_access_key: STORAGE_KEYS.secretAccessKey };
  return checkOf(s3Source, { bucket: 'shelf', endpoint, ...keys, ...changes } as never, options);
}

describe('Checking S3-compatible storage', () => {
  it('good: lists, and reads what is listed', async () => {
    const report = await check((await storage()).url);
    expect(verdictOf(report)).toBe('none');
    expect(stepsOf(report)).toBe('connect authenticate permission read');
    expect(report.warnings).toEqual([]);
  });

  it('wrong credential: tells a key that is unknown from a secret that is wrong', async () => {
    const { url } = await storage();
    const unknown = await check(url, { aws_access_key_id: 'AKIANOBODY' });
    expect(verdictOf(unknown)).toBe('authenticate CREDENTIALS_REFUSED');
    expect(unknown.failure?.hint).toBe('Check aws_access_key_id, and enter the secret again.');
    const wrong = await check(url, { aws_secret_access_key: 'guessed' });
    expect(verdictOf(wrong)).toBe('authenticate CREDENTIALS_REFUSED');
    expect(wrong.failure?.hint).toContain('aws_secret_access_key');
    expect(stepsOf(wrong)).toBe('connect !authenticate -permission -read');
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
    const report = await check((await storage()).url, { bucket: 'drawer' });
    expect(verdictOf(report)).toBe('permission OBJECT_NOT_FOUND');
    expect(stepsOf(report)).toBe('connect authenticate !permission -read');
    expect(report.failure?.message).toContain('bucket drawer');
  });

  it('missing permission: tells listing from reading', async () => {
    const listing = await storage({ instead: ({ url = '' }) => (url.includes('list-type') ? s3Error(403, 'AccessDenied') : undefined) });
    const unlisted = await check(listing.url);
    expect(verdictOf(unlisted)).toBe('permission PERMISSION_MISSING');
    expect(unlisted.failure?.message).toContain('list the objects of the bucket shelf');
    const reading = await storage({ instead: ({ url = '' }) => (url.includes('list-type') ? undefined : s3Error(403, 'AccessDenied')) });
    const unread = await check(reading.url);
    expect(verdictOf(unread)).toBe('read PERMISSION_MISSING');
    expect(unread.failure?.message).toContain('read the objects of the bucket shelf');
  });

  it('silent server: is undecided once time is up', async () => {
    const silent = await serveTcp((socket) => socket.resume());
    opened.push(silent);
    const report = await check(new URL(silent.url).origin, {}, { deadlineMs: 500 });
    expect(verdictOf(report)).toBe('authenticate RESPONSE_TIMEOUT');
    expect(report.failure?.indeterminate).toBe(true);
  });

  it('wrong TLS: names certificate and plain server for what they are', async () => {
    const { url } = await storage({ tls: await selfSigned(['127.0.0.1']) });
    expect(verdictOf(await check(url))).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await check(url.replace('https', 'http')))).toBe('tls TLS_EXPECTED');
    const plain = await storage();
    expect(verdictOf(await check(plain.url.replace('http', 'https')))).toBe('tls TLS_NOT_SPOKEN');
  });

  it('missing object: warns when there is nothing to read', async () => {
    const empty = await check((await storage({ objects: {} })).url, { path_prefix: 'reports/' });
    expect(verdictOf(empty)).toBe('none');
    expect(empty.warnings[0]).toContain('holds nothing below this path prefix');
    const elsewhere = await check((await storage()).url, { streams: [{ name: 'sheets', globs: ['**/*.csv'], format: { filetype: 'csv' } }] });
    expect(elsewhere.warnings).toEqual(['No file with anything in it was found for the stream "sheets", so reading it was not tested.']);
  });

  it('asks for keys where a bucket is not open to anyone', async () => {
    const report = await check((await storage()).url, { aws_access_key_id: undefined, aws_secret_access_key: undefined });
    expect(verdictOf(report)).toBe('authenticate CREDENTIALS_MISSING');
  });

  it.each([
    ['says which region the bucket is in', { ...s3Error(301, 'PermanentRedirect'), headers: { 'x-amz-bucket-region': 'eu-west-1' } }, 'authenticate VALUE_NOT_USABLE', 'is not in us-east-1, but in eu-west-1'],
    ['takes the region from the error as well', s3Error(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-2</Region>'), 'authenticate VALUE_NOT_USABLE', 'in eu-west-2'],
    ['tells expired credentials', s3Error(400, 'ExpiredToken'), 'authenticate CREDENTIALS_EXPIRED', 'expired'],
    ['tells clocks that differ', s3Error(403, 'RequestTimeTooSkewed'), 'authenticate CLOCKS_DIFFER', 'clock'],
    ['does not blame the configuration for too many requests', s3Error(503, 'SlowDown'), 'authenticate RATE_LIMITED_BY_SERVER', 'too many requests'],
    ['does not blame the configuration for a server in trouble', { status: 502, body: 'bad gateway' }, 'authenticate SERVER_ERROR', 'HTTP 502'],
    ['recognises a server that speaks something else', { status: 200, body: '<html><body>Welcome</body></html>' }, 'authenticate PROTOCOL_NOT_SPOKEN', 'does not speak S3'],
    ['recognises a server that knows nothing of S3', { status: 404, body: 'Not here' }, 'authenticate PROTOCOL_NOT_SPOKEN', 'does not speak S3'],
  ])('%s', async (_promise, answer, verdict, words) => {
    const report = await check((await storage({ instead: () => answer })).url);
    expect(verdictOf(report)).toBe(verdict);
    expect(report.failure?.message).toContain(words);
    expect(report.failure?.message).not.toContain('In the words of the server');
  });

  it('says what is wrong with a file that does not fit its stream', async () => {
    const { url } = await storage({ objects: { 'a.jsonl': '{"a":1}\nnot json\n', 'b.csv': '\u00ff' } });
    const report = await check(url, { streams: [{ name: 'rows', globs: ['b.csv', 'a.jsonl'], format: { filetype: 'json' } }] });
    expect(verdictOf(report)).toBe('read FILE_NOT_USABLE');
    expect(report.failure?.message).toContain('a.jsonl cannot be read as json');
  });

  it.each(['ftp://storage.test', 'https://user:word@storage.test', 'https://storage.test/?a=b', 'not a host'])('refuses the endpoint %s without asking anyone', async (endpoint) => {
    expect(verdictOf(await check(endpoint))).toBe('spec VALUE_NOT_USABLE');
  });

  it('stays away from addresses that are not allowed', async () => {
    const { url, seen } = await storage();
    expect(verdictOf(await check(url, {}, { egressAllow: '' }))).toBe('connect ADDRESS_NOT_ALLOWED');
    expect(seen).toEqual([]);
  });
});
