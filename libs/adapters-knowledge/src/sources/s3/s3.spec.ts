import type { AddressInfo } from 'node:net';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { hushNodeWarning } from '../../s3/node-warning.env';
import { checkOf, discoverOf, readOf, verdictOf } from '../../testing/connector-trial';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder';
import { s3Source } from './index';

/** It has no types of its own. */
interface LocalStorage {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}

const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const SHEETS = { name: 'sheets', globs: ['**/*.csv'], format: { filetype: 'csv' } };
const LINES = { name: 'lines', globs: ['*.jsonl'], format: { filetype: 'jsonl' } };

let folder: TemporaryFolder;
let storage: LocalStorage;
let endpoint: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const S3rver = require('s3rver') as new (options: object) => LocalStorage;
  storage = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder.path, configureBuckets: [{ name: 'shelf' }, { name: 'single' }, { name: 'empty' }] });
  endpoint = `http://127.0.0.1:${(await storage.run()).port}`;
  await put('sheet.csv', 'a\n1\n', 'single');
  await put('2026/north.csv', 'city,people\nBergen,"1,200"\n"Troms""ø",\n');
  await put('events.jsonl', '{"id":1,"tags":["a"]}\n\n{"id":"two"}');
  await put('odd name+%41 & ü/<>.md', '# Ödd');
});

afterAll(async () => {
  await storage.close();
  await folder.remove();
});

async function put(key: string, body: string, bucket = 'shelf'): Promise<void> {
  hushNodeWarning();
  const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials: KEYS });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  client.destroy();
}

function configured(streams?: JsonObject[], bucket = 'shelf'): JsonObject {
  return { bucket, endpoint, aws_access_key_id: KEYS.accessKeyId, aws_secret_access_key: KEYS.secretAccessKey, ...(streams && { streams }) };
}

function of(name: string, syncMode: 'full_refresh' | 'incremental' = 'full_refresh', state?: JsonObject[]): ReadRequest {
  return { streams: [{ stream: { name, jsonSchema: {}, supportedSyncModes: ['full_refresh', 'incremental'] }, syncMode }], state };
}

const recordsIn = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []));
const statesIn = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));

describe('Objects in storage that others have made', () => {
  // One object only: this storage cannot page.
  it('are read by a check', async () => {
    const report = await checkOf(s3Source, configured([SHEETS], 'single'));
    expect(verdictOf(report)).toBe('none');
    expect(report.warnings).toEqual([]);
  });

  it('are missed in a bucket that is empty', async () => {
    expect((await checkOf(s3Source, configured(undefined, 'empty'))).warnings).toHaveLength(2);
  });

  it('become streams with the columns that their files have', async () => {
    const report = await discoverOf(s3Source, configured([SHEETS, LINES]));
    expect(report).toMatchObject({ streams: [{ name: 'lines' }, { name: 'sheets', sourceDefinedCursor: true, defaultCursorField: ['_ab_source_file_last_modified'] }] });
    const [lines, sheets] = 'streams' in report ? report.streams : [];
    expect(lines?.jsonSchema).toMatchObject({ properties: { id: { type: ['null', 'number', 'string'] }, tags: { type: ['null', 'array'] } } });
    expect(Object.keys(sheets?.jsonSchema.properties ?? {})).toEqual(['city', 'people', '_ab_source_file_url', '_ab_source_file_last_modified']);
  });

  it('give rows and lines as records that say where they come from', async () => {
    const rows = recordsIn(await readOf(s3Source, configured([SHEETS]), of('sheets')));
    expect(rows).toMatchObject([
      { city: 'Bergen', people: '1,200', _ab_source_file_url: 's3://shelf/2026/north.csv' },
      { city: 'Troms"ø', people: '' },
    ]);
    expect(recordsIn(await readOf(s3Source, configured([LINES]), of('lines')))).toMatchObject([{ id: 1 }, { id: 'two' }]);
  });

  it('are documents unless told otherwise, whatever their keys look like', async () => {
    const documents = recordsIn(await readOf(s3Source, configured(), of('files')));
    expect(documents).toHaveLength(3);
    expect(documents).toContainEqual(expect.objectContaining({ document_key: 'odd name+%41 & ü/<>.md', content: '# Ödd', size: 6, _ab_source_file_parse_error: null }));
  });

  it('are read once, and again when they change', async () => {
    await put('log.jsonl', '{"n":1}');
    const stream = { ...LINES, globs: ['log.jsonl'] };
    const first = await readOf(s3Source, configured([stream]), of('lines', 'incremental'));
    expect(recordsIn(first)).toMatchObject([{ n: 1 }]);
    const states = statesIn(first);
    expect(recordsIn(await readOf(s3Source, configured([stream]), of('lines', 'incremental', states)))).toEqual([]);
    await put('log.jsonl', '{"n":1}\n{"n":2}');
    expect(recordsIn(await readOf(s3Source, configured([stream]), of('lines', 'incremental', states)))).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it('are refused as a stream that nobody has configured', async () => {
    const [failure] = await readOf(s3Source, configured([SHEETS]), of('other'));
    expect(failure).toMatchObject({ kind: 'failure', failure: { code: 'STREAMS_DO_NOT_FIT' } });
  });
});
