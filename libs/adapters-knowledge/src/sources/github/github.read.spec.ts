import type { ReadMessage, ReadRequest, SyncState } from '@moorage/domain';
import { discoverOf, readOf } from '../../testing/connector-trial';
import { aRepository, githubErrors, githubStub, GITHUB_TOKEN } from '../../testing/github-stub';
import { closeSites, siteOf, type SiteAnswer, type SiteListener } from '../../testing/trial-site';
import { githubSource } from '.';
import { GITHUB_STREAMS } from './streams';

afterEach(closeSites);

async function read(listener: SiteListener, names: string[], changes: object = {}, request: Partial<ReadRequest> = {}) {
  const site = await siteOf(listener);
  const configuration = { credentials: { access_token: GITHUB_TOKEN }, repositories: ['octo/docs'], api_url: site.origin, ...changes };
  const streams = GITHUB_STREAMS.filter(({ stream }) => names.includes(stream.name)).map(({ stream }) => ({ stream, syncMode: 'incremental' as const }));
  const messages = await readOf(githubSource, configuration, { streams, ...request });
  return { messages, site, records: recordsOf(messages), last: messages.at(-1) };
}

function recordsOf(messages: ReadMessage[]) {
  return messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []));
}

describe('reading GitHub', () => {
  it('brings records with the repository that they belong to, then how far it came', async () => {
    const { records, last } = await read(githubStub(), ['issues']);
    expect(records).toEqual([expect.objectContaining({ number: 1, repository: 'octo/docs' })]);
    expect(last).toEqual({ kind: 'state', state: { type: 'STREAM', stream: { stream_descriptor: { name: 'issues' }, stream_state: { 'octo/docs': '2026-03-01T00:00:00Z' } } } });
  });

  it('goes on from there, and keeps what it knows of other repositories', async () => {
    const state: SyncState = { type: 'STREAM', stream: { stream_descriptor: { name: 'pull_requests' }, stream_state: { 'octo/docs': '2026-04-02T00:00:00Z', 'octo/old': '2025-01-01T00:00:00Z' } } };
    const { records, last } = await read(githubStub(), ['pull_requests'], {}, { state: [state] });
    expect([records, last]).toEqual([[], { kind: 'state', state }]);
  });

  it('leaves out what is older than the start date', async () => {
    const { records, site } = await read(githubStub(), ['pull_requests', 'issues'], { start_date: '2026-04-15T02:00:00+02:00' });
    expect(records.map(({ title }) => title)).toEqual(['a bug']);
    expect(site.requests.find(({ url }) => url.pathname.endsWith('/issues'))?.url.searchParams.get('since')).toBe('2026-04-15T00:00:00Z');
  });

  it('brings commits of the branches named, texts of readmes, and repositories', async () => {
    const { records, site } = await read(githubStub(), ['commits', 'readmes', 'repositories'], { branches: ['octo/docs/feature/x', 'octo/api/next'] });
    expect(records).toEqual([
      expect.objectContaining({ sha: 'c1', branch: 'feature/x', created_at: '2026-02-01T00:00:00Z' }),
      expect.objectContaining({ path: 'README.md', text: '# Docs — ✓' }),
      expect.objectContaining({ full_name: 'octo/docs', repository: 'octo/docs' }),
    ]);
    expect(site.requests.find(({ url }) => url.pathname.endsWith('/commits'))?.url.searchParams.get('sha')).toBe('feature/x');
  });

  it('takes a repository that lacks something as it is', async () => {
    const { messages } = await read(githubStub({ '/repos/octo/docs/issues': githubErrors.issuesDisabled, '/repos/octo/docs/readme': githubErrors.notFound, '/repos/octo/docs/commits': githubErrors.emptyRepository }), ['issues', 'readmes', 'commits']);
    expect(messages).toEqual([]);
  });

  it('lists the same streams for everyone', async () => {
    const report = await discoverOf(githubSource, {});
    expect('streams' in report && report.streams.map(({ name }) => name)).toEqual(['commits', 'issues', 'pull_requests', 'readmes', 'repositories']);
  });
});

describe('a hostile API', () => {
  const page = (link: string): SiteAnswer => ({ headers: { link: `<${link}>; rel="next"` }, json: [{ id: 1, updated_at: '2026-01-01T00:00:00Z' }] });
  const issuesWith = (answer: (origin: string) => SiteAnswer): SiteListener => githubStub({ '/repos/octo/docs/issues': ({ headers }) => answer(`http://${headers.host}`) });

  it('whose pages lead in a circle is left', async () => {
    const { last } = await read(issuesWith((origin) => page(`${origin}/repos/octo/docs/issues?page=2`)), ['issues']);
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'ANSWER_NOT_USABLE', message: expect.stringContaining('do not end') as string } });
  });

  it('whose pages lead elsewhere never gets the token there', async () => {
    const elsewhere = await siteOf(() => ({ json: [] }));
    const { last } = await read(issuesWith(() => page(`${elsewhere.origin}/steal`)), ['issues']);
    expect([last, elsewhere.requests]).toEqual([expect.objectContaining({ failure: expect.objectContaining({ code: 'REDIRECTED' }) as object }), []]);
  });

  it.each([
    ['something else than a list', { json: { message: 'hello' } }],
    ['lists of something else', { json: ['a', 'b'] }],
    ['nothing', { status: 200, headers: { 'content-type': 'application/json' } }],
    ['a text', { headers: { 'content-type': 'text/plain' }, body: 'hello' }],
    ['a broken content type', { headers: { 'content-type': ';;;' }, body: 'hello' }],
    ['nested lists without end', { headers: { 'content-type': 'application/json' }, body: '['.repeat(50_000) }],
  ] as [string, SiteAnswer][])('that answers with %s is told apart', async (_what, answer) => {
    const { last } = await read(issuesWith(() => answer), ['issues']);
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'ANSWER_NOT_USABLE' } });
  });

  it('that calls a repository what it likes leads to no other path', async () => {
    const { site } = await read(githubStub({ '/repos/octo/docs': { json: { ...aRepository('octo/docs'), full_name: '../user' } } }), ['issues']);
    expect(site.requests.map(({ url }) => url.pathname)).not.toContain('/user/issues');
  });
});
