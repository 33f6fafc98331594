import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a storage answers instead of what it would. */
export interface OtherAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface SignedStorageOptions {
  /** The objects in its only bucket, `shelf`. */
  objects?: Record<string, string>;
  /** Takes the place of an answer to a request that was signed well. */
  instead?: (request: IncomingMessage) => OtherAnswer | undefined;
  /** Speaks https with this certificate. */
  tls?: ServerOptions;
}

/** S3 as far as tests need it, with the one thing that stand-ins leave out: signatures are verified. */
export interface SignedStorage {
  url: string;
  objects: Map<string, string>;
  /** Methods and paths of what it was asked. */
  seen: string[];
  close(): Promise<void>;
}

export const STORAGE_KEYS = { accessKeyId: 'AKIAMOORAGETEST00001', secretAccessKey: 'only-for-tests/0000000000000000000000000' };

export async function signedStorage({ objects = {}, instead = () => undefined, tls }: SignedStorageOptions = {}): Promise<SignedStorage> {
  const kept = new Map(Object.entries(objects));
  const seen: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void bodyOf(request).then((body) => {
      seen.push(`${request.method} ${request.url}`);
      const answer = faultIn(request) ?? instead(request) ?? answerTo(request, body, kept);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined))).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`, objects: kept, seen, close };
}

/** An error as S3 words it. */
export function s3Error(status: number, code: string, more = ''): OtherAnswer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>In the words of the server.</Message>${more}</Error>` };
}

function faultIn(request: IncomingMessage): OtherAnswer | undefined {
  const { authorization = '' } = request.headers;
  if (authorization === '') return s3Error(403, 'AccessDenied');
  const [, keyId, day, region, signed = '', signature] = /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(authorization) ?? [];
  if (keyId !== STORAGE_KEYS.accessKeyId) return s3Error(403, 'InvalidAccessKeyId');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical(request, signed.split(';')))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>((secret, part) => hmac(secret, String(part)), `AWS4${STORAGE_KEYS.secretAccessKey}`);
  return hmac(key, text).toString('hex') === signature ? undefined : s3Error(403, 'SignatureDoesNotMatch');
}

function canonical(request: IncomingMessage, signed: string[]): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const headers = signed.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  return [request.method, path, query.split('&').sort().join('&'), headers, signed.join(';'), request.headers['x-amz-content-sha256']].join('\n');
}

function answerTo(request: IncomingMessage, body: string, objects: Map<string, string>): OtherAnswer {
  const url = new URL(request.url ?? '', 'http://storage.test');
  const [, bucket, ...parts] = url.pathname.split('/');
  const key = decodeURIComponent(parts.join('/'));
  if (bucket !== 'shelf') return s3Error(404, 'NoSuchBucket');
  if (key === '') return listing(url.searchParams, objects);
  if (request.method === 'PUT') return (objects.set(key, body), { status: 200 });
  if (request.method === 'DELETE') return (objects.delete(key), { status: 204 });
  const content = objects.get(key);
  return content === undefined ? s3Error(404, 'NoSuchKey') : partOf(content, request.headers.range);
}

function listing(query: URLSearchParams, objects: Map<string, string>): OtherAnswer {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const until = Math.min(keys.length, from + Number(query.get('max-keys') ?? 1_000));
  const entries = keys.slice(from, until).map((key) => `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>2026-11-01T10:00:00.000Z</LastModified><ETag>"${hash(objects.get(key) ?? '')}"</ETag><Size>${Buffer.byteLength(objects.get(key) ?? '')}</Size></Contents>`);
  const more = until < keys.length ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${until}</NextContinuationToken>` : '<IsTruncated>false</IsTruncated>';
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?><ListBucketResult><Name>shelf</Name><KeyCount>${until - from}</KeyCount><EncodingType>url</EncodingType>${more}${entries.join('')}</ListBucketResult>` };
}

function partOf(content: string, range = ''): OtherAnswer {
  const [, from = '0', until = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const bytes = Buffer.from(content);
  if (Number(from) >= bytes.length) return s3Error(416, 'InvalidRange');
  const last = Math.min(Number(until), bytes.length - 1);
  return { status: 206, headers: { 'content-range': `bytes ${from}-${last}/${bytes.length}` }, body: bytes.subarray(Number(from), last + 1).toString() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
