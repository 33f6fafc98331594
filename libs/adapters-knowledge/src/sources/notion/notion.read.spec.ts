import type { JsonObject, ReadMessage, ReadRequest, SyncState } from '@moorage/domain';
import { randomUUID } from 'node:crypto';
import { discoverOf, readOf, type TrialOptions } from '../../testing/connector-trial';
import { aBlock, aPage, idOf, notionErrors, notionStub, NOTION_TOKEN } from '../../testing/notion-stub';
import { closeSites, siteOf, type SiteAnswer, type SiteListener } from '../../testing/trial-site';
import { notionSource } from '.';
import { NOTION_STREAMS } from './streams';

afterEach(closeSites);

interface Given extends TrialOptions {
  start_date?: string;
  state?: string;
  syncMode?: 'full_refresh' | 'incremental';
}

async function read(listener: SiteListener, name: string, { start_date, state, syncMode = 'incremental', ...options }: Given = {}) {
  const site = await siteOf(listener);
  const configuration = { credentials: { auth_type: 'token', token: NOTION_TOKEN }, api_url: site.origin, ...(start_date !== undefined && { start_date }) };
  const streams = NOTION_STREAMS.filter(({ stream }) => stream.name === name).map(({ stream }) => ({ stream, syncMode }));
  const request: ReadRequest = { streams, ...(state !== undefined && { state: [stateOf(name, state)] }) };
  const messages = await readOf(notionSource, configuration, request, options);
  return { messages, site, ids: numbersOf(messages), last: messages.at(-1) };
}

const stateOf = (name: string, time: string): SyncState => ({ type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: { last_edited_time: time } } });
const recordsOf = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []));
const numbersOf = (messages: ReadMessage[]) => recordsOf(messages).map(({ id }) => Number(String(id).slice(-12)));
const statesOf = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
const listOf = (results: unknown, next: string | null = null): SiteAnswer => ({ json: { object: 'list', results, next_cursor: next, has_more: next !== null } });

describe('reading Notion', () => {
  it('brings pages, then how far it came', async () => {
    const { ids, last } = await read(notionStub(), 'pages');
    expect([ids, last]).toEqual([[1, 2, 3], { kind: 'state', state: stateOf('pages', '2026-04-03T00:00:00.000Z') }]);
  });

  it('goes on from there with some minutes to spare, for what Notion shows late', async () => {
    const late = { pages: [aPage(1, '2026-04-03T00:00:00.000Z'), aPage(2, '2026-04-02T23:55:00.000Z'), aPage(3, '2026-04-02T23:45:00.000Z')] };
    const { ids, last } = await read(notionStub({}, late), 'pages', { state: '2026-04-03T00:00:00.000Z' });
    expect([ids, last]).toEqual([[1, 2], { kind: 'state', state: stateOf('pages', '2026-04-03T00:00:00.000Z') }]);
  });

  it('asks for no more than it needs: the rest of the list is older still', async () => {
    const many = { pages: Array.from({ length: 12 }, (_, index) => aPage(index, new Date(Date.UTC(2026, 3, 30 - index)).toISOString())) };
    const { ids, site } = await read(notionStub({}, many), 'pages', { start_date: '2026-04-29T02:00:00+02:00' });
    expect([ids, site.requests.length]).toEqual([[0, 1], 2]);
  });

  it('begins anew where a state says nothing', async () => {
    expect((await read(notionStub(), 'pages', { state: 'yesterday' })).ids).toEqual([1, 2, 3]);
  });

  it('tells no state where the whole stream is wanted', async () => {
    expect(statesOf((await read(notionStub(), 'pages', { syncMode: 'full_refresh', state: '2026-04-03T00:00:00.000Z' })).messages)).toEqual([]);
  });

  it('brings data sources, and each database that they are part of once', async () => {
    expect((await read(notionStub(), 'data_sources')).ids).toEqual([11, 12]);
    expect((await read(notionStub(), 'databases')).ids).toEqual([21]);
    expect((await read(notionStub({}, { databases: [] }), 'databases')).messages).toEqual([]);
  });

  it('brings the users of the workspace', async () => {
    expect(recordsOf((await read(notionStub(), 'users')).messages)).toEqual([expect.objectContaining({ name: 'Ann' })]);
  });

  it('lists the same streams for everyone, and asks nobody', async () => {
    const report = await discoverOf(notionSource, {});
    expect('streams' in report && report.streams.map(({ name }) => name)).toEqual(['blocks', 'data_sources', 'databases', 'pages', 'users']);
  });
});

describe('reading the text of pages', () => {
  it('brings blocks in the order of the page, with what is inside them and the page they belong to', async () => {
    const { messages, ids } = await read(notionStub(), 'blocks');
    expect([ids, recordsOf(messages).map(({ page_id: page }) => page)]).toEqual([[44, 41, 43, 42], [idOf(2), idOf(1), idOf(1), idOf(1)]]);
  });

  it('takes the page first that was left alone longest, and says after each how far it came', async () => {
    const { messages } = await read(notionStub(), 'blocks');
    expect(statesOf(messages)).toEqual(['2026-03-01', '2026-04-02', '2026-04-03'].map((day) => stateOf('blocks', `${day}T00:00:00.000Z`)));
  });

  it('reads only pages that were edited since', async () => {
    const { ids, site } = await read(notionStub(), 'blocks', { state: '2026-04-02T12:00:00.000Z' });
    expect([ids, site.requests.filter(({ url }) => url.pathname.includes(idOf(2)))]).toEqual([[41, 43, 42], []]);
  });

  it('leaves closed what has its own stream or is shown to nobody, and goes on', async () => {
    const blocks = ['child_page', 'child_database', 'unsupported', 'ai_block', 'new_kind', 'synced_block'].map((type, index) => aBlock(50 + index, { type, has_children: true }));
    const refused = { [`/v1/blocks/${idOf(54)}/children`]: notionErrors.closedBlock };
    const { ids, site } = await read(notionStub(refused, { pages: [aPage(1, '2026-04-03T00:00:00.000Z')], blocks: { [idOf(1)]: [...blocks, aBlock(60)] } }), 'blocks');
    expect(ids).toEqual([50, 51, 52, 53, 54, 55, 60]);
    expect(site.requests.filter(({ url }) => /5[0-3]\/children/.test(url.pathname))).toEqual([]);
  });

  it('takes a page that has gone meanwhile as empty', async () => {
    expect((await read(notionStub({ [`/v1/blocks/${idOf(1)}/children`]: notionErrors.notFound }), 'blocks')).ids).toEqual([44]);
  });

  it('stops where it may not read on', async () => {
    const { last } = await read(notionStub({ [`/v1/blocks/${idOf(1)}/children`]: notionErrors.noContent }), 'blocks');
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'PERMISSION_MISSING', message: expect.stringContaining(idOf(1)) as string } });
  });

  it('never takes a page for empty that Notion refuses for another reason', async () => {
    const { last } = await read(notionStub({ [`/v1/blocks/${idOf(1)}/children`]: notionErrors.missingVersion }), 'blocks');
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'REQUEST_REFUSED' } });
  });
});

describe('a Notion that is in demand', () => {
  /** Answers so the first times that it is asked. */
  const firstly = (answers: SiteAnswer[]): SiteListener => () => answers.shift();
  const busy = (status: 429 | 529, seconds: string): SiteAnswer => ({ ...(status === 429 ? notionErrors.rateLimited : notionErrors.overloaded), headers: { 'retry-after': seconds } });

  it('is waited for as long as it asks for', async () => {
    const { ids, site } = await read(notionStub({ '/v1/search': firstly([busy(429, '0'), busy(529, '0')]) }), 'pages');
    expect([ids, site.requests.length]).toEqual([[1, 2, 3], 3]);
  });

  it('is not waited for when it asks for too much or too often', async () => {
    const long = await read(notionStub({ '/v1/search': firstly([busy(429, '3600')]) }), 'pages');
    expect(long.last).toMatchObject({ kind: 'failure', failure: { code: 'RATE_LIMITED_BY_SERVER', hint: 'Wait 60 minutes and test again.' } });
    const often = await read(notionStub({ '/v1/search': () => busy(429, '0') }), 'pages');
    expect([often.last, often.site.requests.length]).toEqual([expect.objectContaining({ kind: 'failure' }), 11]);
  });

  it('is waited for no longer than the read may take', async () => {
    const { last } = await read(notionStub({ '/v1/search': () => busy(429, '100') }), 'pages', { deadlineMs: 100 });
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'RATE_LIMITED_BY_SERVER' } });
  });

  it('that has forgotten our place in a list is read from the beginning, and not for ever', async () => {
    const five = { pages: [1, 2, 3, 4, 5].map((number) => aPage(number, '2026-04-01T00:00:00.000Z')) };
    const forgetting = (times: number): SiteListener => {
      let left = times;
      return ({ body }) => (body.includes('start_cursor') && left-- > 0 ? notionErrors.lostCursor : undefined);
    };
    expect((await read(notionStub({ '/v1/search': forgetting(1) }, five), 'pages')).ids).toEqual([1, 2, 3, 1, 2, 3, 4, 5]);
    const { last } = await read(notionStub({ '/v1/search': forgetting(Infinity) }, five), 'pages');
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'SERVER_ERROR', indeterminate: true } });
  });
});

describe('a hostile API', () => {
  const pagesFrom = (answer: SiteAnswer | SiteListener) => read(notionStub({ '/v1/search': answer }), 'pages');
  const cut = (what: string): JsonObject => ({ kind: 'failure', failure: expect.objectContaining({ code: 'ANSWER_NOT_USABLE', message: expect.stringContaining(what) as string }) as never });

  it('whose pages lead in a circle is left', async () => {
    const { last, site } = await pagesFrom(listOf([aPage(1, '2026-04-01T00:00:00.000Z')], 'again'));
    expect([last, site.requests.length]).toEqual([cut('do not end'), 2]);
  });

  it.each([
    ['something else than a list', { json: { message: 'hello' } }, 'no list'],
    ['a list of something else', listOf(['a', 'b']), 'with an id'],
    ['things without an id', listOf([{ object: 'page' }]), 'with an id'],
    ['an id that leads elsewhere', listOf([aPage(1, '', { id: '../../users/me?' })]), 'with an id'],
    ['more, but not where', { json: { results: [], has_more: true, next_cursor: { $gt: '' } } }, 'how to go on'],
    ['a cursor without end', listOf([], 'x'.repeat(5_000)), 'how to go on'],
    ['null', { json: null }, 'no list'],
    ['nothing', { headers: { 'content-type': 'application/json' } }, 'empty'],
    ['no content', { status: 204 }, 'not valid JSON'],
    ['a text', { headers: { 'content-type': 'text/plain' }, body: 'hello' }, 'not valid JSON'],
    ['a web page', { headers: { 'content-type': 'application/json' }, body: '<html><body>Log in</body></html>' }, 'web page'],
    ['nested lists without end', { headers: { 'content-type': 'application/json' }, body: '['.repeat(50_000) }, 'nested deeper'],
  ] as [string, SiteAnswer, string][])('that answers with %s is told apart', async (_what, answer, words) => {
    expect((await pagesFrom(answer)).last).toEqual(cut(words));
  });

  it('whose answers are huge is given up', async () => {
    const { last } = await pagesFrom({ headers: { 'content-type': 'application/json' }, body: Buffer.alloc(9 * 1024 * 1024, ' ') });
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'ANSWER_TOO_LARGE' } });
  });

  it('whose errors are huge and deep is understood by their status', async () => {
    const { last } = await pagesFrom({ status: 401, headers: { 'content-type': 'application/json' }, body: `{"code":"unauthorized","message":${'['.repeat(1_000_000)}` });
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'CREDENTIALS_REFUSED' } });
  });

  it('whose blocks contain each other is read once', async () => {
    const blocks = { [idOf(1)]: [aBlock(2, { has_children: true })], [idOf(2)]: [aBlock(2, { has_children: true }), aBlock(1, { has_children: true }), aBlock(3)] };
    expect((await read(notionStub({}, { pages: [aPage(1, '2026-04-01T00:00:00.000Z')], blocks }), 'blocks')).ids).toEqual([2, 3]);
  });

  it('whose blocks contain ever new ones is left', async () => {
    const { last, site } = await read(({ url }) => listOf([url.pathname === '/v1/search' ? aPage(1, '2026-04-01T00:00:00.000Z') : { ...aBlock(0, { has_children: true }), id: randomUUID() }]), 'blocks');
    expect(last).toEqual(cut(`the blocks of page ${idOf(1)} do not end`));
    expect(site.requests.length).toBeLessThan(100);
  });

  it('that dates its pages ahead keeps nobody from reading what comes', async () => {
    const { messages } = await read(notionStub({}, { pages: [aPage(1, '9999-12-31T00:00:00.000Z')] }), 'pages');
    const [state] = statesOf(messages) as { stream: { stream_state: { last_edited_time: string } } }[];
    expect(Date.parse(state?.stream.stream_state.last_edited_time ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('that does not say when its pages were edited has them read, and remembers nothing', async () => {
    const { ids, messages } = await read(notionStub({}, { pages: [{ ...aPage(1, ''), last_edited_time: 5 } as never, aPage(2, 'soon')] }), 'pages', { state: '2026-04-03T00:00:00.000Z' });
    expect([ids, statesOf(messages)]).toEqual([[1, 2], []]);
  });
});
