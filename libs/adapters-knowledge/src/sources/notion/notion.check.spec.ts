import { selfSigned } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { idOf, notionErrors, notionStub, NOTION_TOKEN } from '../../testing/notion-stub';
import { closedSite, closeSites, dumbSite, siteOf, type SiteListener } from '../../testing/trial-site';
import { notionSource } from '.';

afterEach(closeSites);

async function checkedAt(api_url: string, changes: object = {}, options: Parameters<typeof checkOf>[2] = {}) {
  return checkOf(notionSource, { credentials: { auth_type: 'token', token: NOTION_TOKEN }, api_url, ...changes }, { secrets: [NOTION_TOKEN], ...options });
}

async function checked(listener: SiteListener, changes: object = {}, options = {}) {
  return checkedAt((await siteOf(listener)).origin, changes, options);
}

describe('a check of Notion', () => {
  it('good: takes every step, with a token of an integration or of OAuth', async () => {
    for (const credentials of [{ auth_type: 'token', token: NOTION_TOKEN }, { auth_type: 'OAuth2.0', client_id: 'id', client_secret: 'secret', access_token: NOTION_TOKEN }]) {
      const report = await checked(notionStub(), { credentials });
      expect([stepsOf(report), report.warnings]).toEqual(['connect authenticate permission read', []]);
    }
  });

  it('wrong credential: says what may be wrong with the token, and repeats it nowhere', async () => {
    const token = 'ntn_98765432109876543210';
    const report = await checked(notionStub(), { credentials: { auth_type: 'token', token } }, { secrets: [token] });
    expect([verdictOf(report), stepsOf(report)]).toEqual(['authenticate CREDENTIALS_REFUSED', 'connect !authenticate -permission -read']);
    expect(report.failure?.hint).toContain('has not expired and was not revoked');
    expect(JSON.stringify(report)).not.toMatch(/ntn_|API token is invalid/);
  });

  it('wrong host: says that no API of Notion answers there, whatever else does', async () => {
    const page = await checked(() => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Notion – The AI workspace</title>' }));
    expect([verdictOf(page), page.failure?.message]).toEqual(['authenticate ANSWER_NOT_USABLE', expect.stringContaining('a web page')]);
    const other = await checked(() => ({ json: { hello: 'world' } }));
    expect([verdictOf(other), other.failure?.message]).toEqual(['authenticate ANSWER_NOT_USABLE', expect.stringContaining('not the API of Notion')]);
    for (const answer of [{ status: 404, json: {} }, notionErrors.invalidUrl]) {
      const none = await checked(() => answer);
      expect([verdictOf(none), none.failure?.message]).toEqual(['authenticate OBJECT_NOT_FOUND', expect.stringContaining('API of Notion at this address')]);
    }
  });

  it('closed port: says that nothing listens there', async () => {
    expect(verdictOf(await checkedAt(await closedSite()))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says that the host cannot be found', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checkedAt('http://notion.nowhere.test', {}, { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('missing permission: names the capability that the integration lacks, and fails only where content cannot be read', async () => {
    const content = await checked(notionStub({ '/v1/search': notionErrors.noContent }));
    expect([verdictOf(content), stepsOf(content)]).toEqual(['permission PERMISSION_MISSING', 'connect authenticate !permission -read']);
    expect(content.failure?.message).toContain('(capability “Read content”)');
    const users = await checked(notionStub({ '/v1/users': notionErrors.noContent }));
    expect([verdictOf(users), users.warnings]).toEqual(['none', [expect.stringMatching(/stream users cannot be read.*“Read user information”/)]]);
  });

  it('silent server: gives up in time, and leaves open whether the token is right', async () => {
    const { origin } = await dumbSite();
    const report = await checkedAt(origin, {}, { deadlineMs: 100 });
    expect([verdictOf(report), stepsOf(report), report.failure?.indeterminate]).toEqual(['authenticate RESPONSE_TIMEOUT', 'connect !authenticate -permission -read', true]);
  });

  it('wrong TLS: trusts no certificate that nobody has vouched for', async () => {
    const { origin } = await siteOf(notionStub(), await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checkedAt(origin))).toBe('tls CERTIFICATE_UNTRUSTED');
  });

  it('missing object: warns when nothing is shared, and says how to share', async () => {
    const nothing = await checked(notionStub({}, { pages: [], sources: [] }));
    expect([verdictOf(nothing), nothing.warnings]).toEqual(['none', [expect.stringMatching(/Nothing is shared.*under Connections/)]]);
    const empty = await checked(notionStub({}, { pages: [] }));
    expect([verdictOf(empty), empty.warnings]).toEqual(['none', []]);
  });
});

describe('what Notion refuses is told apart', () => {
  it.each([
    ['unauthorized', 'permission CREDENTIALS_REFUSED', false],
    ['noContent', 'permission PERMISSION_MISSING', false],
    ['notFound', 'permission OBJECT_NOT_FOUND', false],
    ['invalid', 'permission REQUEST_REFUSED', false],
    ['conflict', 'permission SERVER_ERROR', true],
    ['rateLimited', 'permission RATE_LIMITED_BY_SERVER', true],
    ['overloaded', 'permission RATE_LIMITED_BY_SERVER', true],
    ['internal', 'permission SERVER_ERROR', true],
    ['unavailable', 'permission SERVER_ERROR', true],
    ['timeout', 'permission SERVER_ERROR', true],
    ['blocked', 'permission SERVER_ERROR', true],
  ] as const)('%s is %s', async (error, verdict, indeterminate) => {
    const answer = notionErrors[error];
    const report = await checked(notionStub({ '/v1/search': answer }));
    expect([verdictOf(report), report.failure?.indeterminate]).toEqual([verdict, indeterminate]);
    expect(report.failure?.message).not.toContain('json' in answer ? answer.json.message : 'Attention');
  });

  it('how long to wait is passed on, and not waited for', async () => {
    const site = await siteOf(notionStub({ '/v1/users/me': notionErrors.rateLimited }));
    const report = await checkedAt(site.origin);
    expect([verdictOf(report), report.failure?.hint, site.requests.length]).toEqual(['authenticate RATE_LIMITED_BY_SERVER', 'Wait 37 seconds and test again.', 1]);
  });

  it('trouble with the users is no proof that they may not be read', async () => {
    const report = await checked(notionStub({ '/v1/users': notionErrors.unavailable }));
    expect([verdictOf(report), report.failure?.indeterminate, report.warnings]).toEqual(['read SERVER_ERROR', true, []]);
  });

  it('a page that has gone since it was found is no fault of the configuration', async () => {
    const report = await checked(notionStub({ [`/v1/blocks/${idOf(1)}/children`]: notionErrors.notFound }));
    expect([verdictOf(report), report.warnings]).toEqual(['none', []]);
  });
});

describe('the address of the API', () => {
  it('may lead through a proxy, and end in the version as in examples', async () => {
    const proxied: SiteListener = (request, response) => (request.url.pathname.startsWith('/notion/v1/') ? notionStub()({ ...request, url: new URL(request.url.pathname.slice(7), request.url) }, response) : { status: 404 });
    for (const path of ['/notion', '/notion/', '/notion/v1', '/notion/v1/']) {
      expect(verdictOf(await checkedAt(`${(await siteOf(proxied)).origin}${path}`))).toBe('none');
    }
  });

  it('is refused when it is none, before anything is sent', async () => {
    expect(verdictOf(await checkedAt('https://user:pass@api.notion.com'))).toBe('spec VALUE_NOT_USABLE');
  });

  it('is the only one that gets the token', async () => {
    const elsewhere = await siteOf(notionStub());
    const report = await checked(() => ({ status: 302, headers: { location: `${elsewhere.origin}/v1/users/me` } }));
    expect([verdictOf(report), elsewhere.requests]).toEqual(['authenticate REDIRECTED', []]);
  });
});
