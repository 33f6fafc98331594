import type { JsonObject, ReadMessage, ReadRequest, Stream } from '@moorage/domain';
import { gzipSync } from 'node:zlib';
import { discoverOf, readOf } from '../../testing/connector-trial';
import { closeSites, siteOf, type SiteListener } from '../../testing/trial-site';
import { httpApiSource } from '.';

afterEach(closeSites);

const stream: Stream = { name: 'orders', jsonSchema: {}, supportedSyncModes: ['full_refresh', 'incremental'] };

async function read(listener: SiteListener, described: JsonObject, request: Partial<ReadRequest> = {}, options = {}) {
  const site = await siteOf(listener);
  const configuration = { url_base: site.origin, streams: [{ name: 'orders', path: '/orders', ...described }] };
  const messages = await readOf(httpApiSource, configuration, { streams: [{ stream, syncMode: 'full_refresh' }], ...request }, options);
  return { messages, asked: site.requests.map(({ url }) => url.search), ids: idsOf(messages), failure: failureOf(messages) };
}

function idsOf(messages: ReadMessage[]) {
  return messages.flatMap((message) => (message.kind === 'record' ? [message.data.id] : []));
}

function failureOf(messages: ReadMessage[]) {
  const last = messages.at(-1);
  return last?.kind === 'failure' ? last.failure : undefined;
}

const five = [1, 2, 3, 4, 5].map((id) => ({ id }));

describe('pages', () => {
  it('are counted until one is not full', async () => {
    const listener: SiteListener = ({ url }) => ({ json: five.slice((Number(url.searchParams.get('p')) - 1) * 2).slice(0, 2) });
    const { ids, asked } = await read(listener, { paginator: { type: 'PageIncrement', page_parameter: 'p', page_size: 2, page_size_parameter: 'size' } });
    expect({ ids, asked }).toEqual({ ids: [1, 2, 3, 4, 5], asked: ['?size=2&p=1', '?size=2&p=2', '?size=2&p=3'] });
  });

  it('are counted by records, from nothing on', async () => {
    const listener: SiteListener = ({ url }) => ({ json: five.slice(Number(url.searchParams.get('offset'))).slice(0, 3) });
    const { ids, asked } = await read(listener, { paginator: { type: 'OffsetIncrement', page_size: 3 } });
    expect({ ids, asked }).toEqual({ ids: [1, 2, 3, 4, 5], asked: ['?limit=3&offset=0', '?limit=3&offset=3'] });
  });

  it('follow the cursor that each of them has', async () => {
    const listener: SiteListener = ({ url }) => {
      const at = Number(url.searchParams.get('after') ?? 0);
      return { json: { items: five.slice(at, at + 2), meta: { next: at + 2 < 5 ? String(at + 2) : null } } };
    };
    const { ids } = await read(listener, { field_path: ['items'], paginator: { type: 'CursorPagination', cursor_path: ['meta', 'next'], cursor_parameter: 'after' } });
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['in the header', { type: 'NextLink' }],
    ['in the answer', { type: 'NextLink', link_path: ['next'] }],
  ])('follow the link %s', async (_where, paginator) => {
    const listener: SiteListener = ({ url }) => {
      if (url.pathname === '/more') return { json: { items: five.slice(3) } };
      return { headers: { link: '</first>; rel="first", </more>; rel="next"' }, json: { items: five.slice(0, 3), next: '/more' } };
    };
    expect((await read(listener, { field_path: ['items'], paginator })).ids).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('reading only what is new', () => {
  const changes = [{ id: 1, at: '2026-01-03' }, { id: 2, at: '2026-01-01' }, { id: 3, at: '2026-01-02' }, { id: 4 }];
  const described = { cursor_field: 'at', cursor_parameter: 'since' };
  const incremental = (state?: JsonObject): Partial<ReadRequest> => ({ streams: [{ stream, syncMode: 'incremental' }], ...(state && { state: [state] }) });

  it('ends with the greatest cursor, and goes on with it: what is as new may have come late', async () => {
    const first = await read(() => ({ json: changes }), described, incremental());
    const last = first.messages.at(-1);
    expect([first.ids, last]).toEqual([[1, 2, 3, 4], { kind: 'state', state: { type: 'STREAM', stream: { stream_descriptor: { name: 'orders' }, stream_state: { at: '2026-01-03' } } } }]);
    const state = last?.kind === 'state' ? last.state : undefined;
    const second = await read(() => ({ json: [...changes, { id: 5, at: '2026-01-04' }] }), described, incremental(state));
    expect([second.ids, second.asked]).toEqual([[1, 4, 5], ['?since=2026-01-03']]);
  });

  it('forgets nothing when the reading fails half-way: no state comes then', async () => {
    const listener: SiteListener = ({ url }) => (url.searchParams.get('page') === '1' ? { json: changes } : { status: 500 });
    const { messages, failure } = await read(listener, { ...described, paginator: { type: 'PageIncrement' } }, incremental());
    expect([messages.some(({ kind }) => kind === 'state'), failure?.code]).toEqual([false, 'SERVER_ERROR']);
  });
});

describe('a hostile server', () => {
  const link = (next: string): SiteListener => () => ({ json: { items: five, next } });
  const follow = { field_path: ['items'], paginator: { type: 'NextLink', link_path: ['next'] } };

  it.each([
    ['pages that lead in a circle', link('/orders'), follow, 'its pages do not end'],
    ['the same page for every number', () => ({ json: five }), { paginator: { type: 'PageIncrement' } }, 'its pages are all the same'],
    ['JSON nested without end', () => ({ headers: { 'content-type': 'application/json' }, body: '['.repeat(100_000) }), {}, 'nested deeper'],
    ['something that only begins like JSON', () => ({ headers: { 'content-type': 'application/json' }, body: '{"id": 1' }), {}, 'not valid JSON'],
    ['nothing', () => ({ status: 200 }), {}, 'it is empty'],
    ['lists of something else', () => ({ json: [1, 2] }), {}, 'there are no objects'],
    ['no list where it should be', () => ({ json: { other: [] } }), { field_path: ['items'] }, 'there is nothing at items'],
  ] as [string, SiteListener, JsonObject, string][])('with %s is told apart', async (_what, listener, described, words) => {
    const { failure } = await read(listener, described);
    expect(failure).toMatchObject({ code: 'ANSWER_NOT_USABLE', message: expect.stringContaining(words) as string });
  });

  it('that links to another server gets us nowhere else', async () => {
    const elsewhere = await siteOf(() => ({ json: { items: five } }));
    const { failure, ids } = await read(link(`${elsewhere.origin}/orders`), follow);
    expect([ids.length, failure?.code, elsewhere.requests.length]).toEqual([5, 'REDIRECTED', 0]);
  });

  it.each([
    ['a packed bomb', () => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000, ' ')) })],
    ['a body without end', (_request: unknown, response: NodeJS.WritableStream) => pour(response)],
  ] as [string, SiteListener][])('with %s is cut off', async (_what, listener) => {
    expect((await read(listener, {})).failure?.code).toBe('ANSWER_TOO_LARGE');
  });

  it('that drips is left when time is up', async () => {
    const { failure } = await read((_request, response) => void response.write('['), {}, {}, { deadlineMs: 100 });
    expect(failure?.code).toBe('RESPONSE_TIMEOUT');
  });
});

it('text in other characters is read as what it is', async () => {
  const latin = Buffer.from('[{"id":"caf\xe9"}]', 'latin1');
  const { ids } = await read(() => ({ headers: { 'content-type': 'application/json; charset=iso-8859-1' }, body: latin }), {});
  const wide = await read(() => ({ body: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('[{"id":"日本"}]', 'utf16le')]) }), {});
  const odd = await read(() => ({ headers: { 'content-type': 'application/json; charset=klingon' }, body: '[{"id":1}]' }), {});
  expect([...ids, ...wide.ids, ...odd.ids]).toEqual(['café', '日本', 1]);
});

it('a POST sends the body that is configured', async () => {
  const { ids } = await read(({ method, body }) => ({ json: [{ id: `${method} ${body}` }] }), { http_method: 'POST', request_body: '{"q":1}' });
  expect(ids).toEqual(['POST {"q":1}']);
});

it('streams are listed with the fields of their first page', async () => {
  const { origin } = await siteOf(() => ({ json: [{ id: 1, tags: [] }, { id: 'a', at: null }] }));
  const described = { name: 'orders', path: '', cursor_field: 'at', primary_key: ['id'] };
  const report = await discoverOf(httpApiSource, { url_base: origin, streams: [described] });
  expect(report).toMatchObject({
    streams: [
      {
        name: 'orders',
        jsonSchema: { properties: { id: { type: ['null', 'number', 'string'] }, tags: { type: ['null', 'array'] }, at: { type: ['null'] } } },
        supportedSyncModes: ['full_refresh', 'incremental'],
        defaultCursorField: ['at'],
        sourceDefinedPrimaryKey: [['id']],
      },
    ],
  });
});

function pour(response: NodeJS.WritableStream): void {
  const chunk = Buffer.alloc(256 * 1024, ' ');
  const more = () => {
    if (response.writable && response.write(chunk)) setImmediate(more);
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}
