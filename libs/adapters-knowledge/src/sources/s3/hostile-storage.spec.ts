import type { IncomingMessage } from 'node:http';
import type { JsonObject, ReadMessage } from '@moorage/domain';
import { checkOf, readOf, verdictOf } from '../../testing/connector-trial';
import { signedStorage, STORAGE_KEYS, type OtherAnswer, type SignedStorage } from '../../testing/signed-storage';
import { s3Source } from './index';

const opened: SignedStorage[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const isListing = ({ url = '' }: IncomingMessage) => url.includes('list-type');
const xml = (body: string): OtherAnswer => ({ status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${body}` });
const entry = (key: string, size: number) => `<Contents><Key>${key}</Key><LastModified>2026-11-01T10:00:00.000Z</LastModified><ETag>"x"</ETag><Size>${size}</Size></Contents>`;
const listed = (...entries: string[]) => xml(`<ListBucketResult><Name>shelf</Name><KeyCount>${entries.length}</KeyCount><IsTruncated>false</IsTruncated>${entries.join('')}</ListBucketResult>`);

async function against(instead: (request: IncomingMessage) => OtherAnswer | undefined): Promise<{ configuration: JsonObject; running: SignedStorage }> {
  const running = await signedStorage({ instead });
  opened.push(running);
  return { running, configuration: { bucket: 'shelf', endpoint: running.url, aws_access_key_id: STORAGE_KEYS.accessKeyId, aws_secret_access_key: STORAGE_KEYS.secretAccessKey } };
}

async function readAll(configuration: JsonObject, deadlineMs = 10_000): Promise<ReadMessage[]> {
  return readOf(s3Source, configuration, { streams: [{ stream: { name: 'files', jsonSchema: {}, supportedSyncModes: ['full_refresh'] }, syncMode: 'full_refresh' }] }, { deadlineMs });
}

const failureOf = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'failure' ? [message.failure.code] : []));

describe('Storage that means no good', () => {
  it('is not listed in circles', async () => {
    const { configuration, running } = await against((request) => (isListing(request) ? xml('<ListBucketResult><Name>shelf</Name><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken></ListBucketResult>') : undefined));
    expect(failureOf(await readAll(configuration))).toEqual(['ANSWER_NOT_USABLE']);
    expect(running.seen.length).toBeLessThan(4);
  });

  it('is not listed for ever', async () => {
    let pages = 0;
    const { configuration } = await against((request) => (isListing(request) ? xml(`<ListBucketResult><Name>shelf</Name><IsTruncated>true</IsTruncated><NextContinuationToken>${(pages += 1)}</NextContinuationToken></ListBucketResult>`) : undefined));
    const began = Date.now();
    expect(['ANSWER_NOT_USABLE', 'RESPONSE_TIMEOUT']).toContain(failureOf(await readAll(configuration, 2_000))[0]);
    expect(Date.now() - began).toBeLessThan(4_500);
  });

  it('does not fill the memory with an object that is larger than it says, or with one that is large', async () => {
    const big = 'x'.repeat(24 * 1024 * 1024);
    const lying = await against((request) => (isListing(request) ? listed(entry('small.txt', 10)) : { status: 200, body: big }));
    expect(failureOf(await readAll(lying.configuration))).toEqual(['ANSWER_TOO_LARGE']);
    const gigabyte = await against((request) => (isListing(request) ? listed(entry('large.txt', 1024 ** 3)) : { status: 206, headers: { 'content-range': 'bytes 0-65535/1073741824' }, body: 'y'.repeat(65_536) }));
    const [record] = await readAll(gigabyte.configuration);
    expect(record).toMatchObject({ kind: 'record', data: { size: 1024 ** 3, _ab_source_file_parse_error: expect.stringContaining('cut after') } });
  });

  it('is asked once more and no further when the object has changed meanwhile', async () => {
    const { configuration } = await against((request) => (isListing(request) ? listed(entry('gone.txt', 10)) : undefined));
    expect(failureOf(await readAll(configuration))).toEqual(['FILE_CHANGED']);
  });

  it('cannot make an entity multiply itself', async () => {
    const bomb = `<!DOCTYPE b [<!ENTITY a "${'a'.repeat(1_000)}">${Array.from({ length: 9 }, (_none, level) => `<!ENTITY a${level} "${`&a${level === 0 ? '' : level - 1};`.repeat(10)}">`).join('')}]>`;
    const { configuration } = await against((request) => (isListing(request) ? xml(`${bomb}<ListBucketResult><Name>shelf</Name><IsTruncated>false</IsTruncated><Contents><Key>&a8;</Key><Size>1</Size></Contents></ListBucketResult>`) : undefined));
    const began = Date.now();
    const report = await checkOf(s3Source, configuration);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(JSON.stringify(report).length).toBeLessThan(5_000);
  });

  it('cannot lead to another object by a key of dots, and cannot speak through one', async () => {
    const { configuration, running } = await against((request) => (isListing(request) ? listed(entry('../drawer/secret.txt', 10), entry('a/./b', 5), entry('c%2F..%2Fd', 5)) : undefined));
    expect(failureOf(await readAll(configuration))).toEqual(['FILE_CHANGED']);
    expect(running.seen.filter((request) => !request.includes('list-type'))).toEqual(['GET /shelf/c%252F..%252Fd?x-id=GetObject']);
  });

  it('is not followed to another server', async () => {
    const { configuration } = await against(() => ({ status: 307, headers: { location: 'http://elsewhere.test/shelf' } }));
    expect(verdictOf(await checkOf(s3Source, configuration))).toBe('authenticate REDIRECTED');
  });
});
