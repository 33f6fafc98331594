import { selfSigned } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { closedSite, closeSites, dumbSite, siteOf, type SiteAnswer } from '../../testing/trial-site';
import { webSource } from '.';

afterEach(closeSites);

const html = (body: string): SiteAnswer => ({ headers: { 'content-type': 'text/html; charset=utf-8' }, body });

const handbook: Record<string, SiteAnswer> = {
  '/': html('<title>Handbook</title><h1>Welcome</h1>'),
  '/app': html('<div id="root"></div><script>render()</script>'),
  '/members': { status: 403 },
  '/sitemap.xml': { body: '<?xml version="1.0"?><urlset><url><loc>http://elsewhere.test/</loc></url></urlset>' },
  '/robots.txt': { body: 'User-agent: Moorage\nDisallow: /private/' },
};

const site = (answers = handbook, tls?: Parameters<typeof siteOf>[1]) => siteOf(({ url }) => answers[url.pathname] ?? { status: 404 }, tls);

const checkedAt = (origin: string, path = '/', options = {}) => checkOf(webSource, { start_urls: [`${origin}${path}`] }, options);

describe('a check of a web site', () => {
  it('good: takes every step', async () => {
    const report = await checkedAt((await site()).origin);
    expect([stepsOf(report), report.warnings]).toEqual(['connect permission read', []]);
  });

  it('good: warns of pages without text, and of sitemaps that list nothing', async () => {
    const { origin } = await site();
    const report = await checkOf(webSource, { start_urls: [`${origin}/app`], sitemap_urls: [`${origin}/sitemap.xml`] });
    expect([verdictOf(report), report.warnings]).toEqual(['none', ['The page /app has no text that can be read without a browser.', 'The sitemap /sitemap.xml lists no page of its own site that is wanted.']]);
  });

  it('wrong host: says when no site answers there, or one that has moved', async () => {
    expect(verdictOf(await checkedAt((await dumbSite('SSH-2.0-OpenSSH_9.2\r\n')).origin))).toBe('permission PROTOCOL_NOT_SPOKEN');
    const moved = await siteOf(() => ({ status: 301, headers: { location: 'https://www.example.com/' } }));
    const report = await checkedAt(moved.origin);
    expect([verdictOf(report), report.failure?.message]).toEqual(['permission REDIRECTED', expect.stringContaining('https://www.example.com')]);
  });

  it('closed port: says that nothing listens there', async () => {
    expect(verdictOf(await checkedAt(await closedSite()))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says that the host cannot be found', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checkedAt('http://site.nowhere.test', '/', { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('missing permission: says that a page is not for everyone, or not for robots', async () => {
    const { origin, requests } = await site();
    expect(verdictOf(await checkedAt(origin, '/members'))).toBe('permission PAGE_NOT_PUBLIC');
    expect(verdictOf(await checkedAt(origin, '/private/diary'))).toBe('permission ROBOTS_FORBID');
    expect(requests.map(({ url }) => url.pathname)).not.toContain('/private/diary');
    expect(verdictOf(await checkOf(webSource, { sitemap_urls: [`${origin}/members`] }))).toBe('permission PAGE_NOT_PUBLIC');
  });

  it('silent server: gives up in time, and leaves open whether the configuration is right', async () => {
    const report = await checkedAt((await dumbSite()).origin, '/', { deadlineMs: 100 });
    expect([verdictOf(report), stepsOf(report), report.failure?.indeterminate]).toEqual(['permission RESPONSE_TIMEOUT', 'connect !permission -read', true]);
  });

  it('wrong TLS: trusts no certificate that nobody has vouched for', async () => {
    const { origin } = await site(handbook, await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checkedAt(origin))).toBe('tls CERTIFICATE_UNTRUSTED');
  });

  it('missing object: names the page or sitemap that is not there', async () => {
    const { origin } = await site();
    const page = await checkedAt(origin, '/handbuch');
    expect([verdictOf(page), page.failure?.message]).toEqual(['permission PAGE_NOT_FOUND', expect.stringContaining('page /handbuch')]);
    const sitemap = await checkOf(webSource, { sitemap_urls: [`${origin}/sitemaps.xml`] });
    expect([verdictOf(sitemap), sitemap.failure?.message]).toEqual(['permission PAGE_NOT_FOUND', expect.stringContaining('sitemap /sitemaps.xml')]);
    expect(verdictOf(await checkOf(webSource, { sitemap_urls: [`${origin}/`] }))).toBe('permission ANSWER_NOT_USABLE');
  });

  it('missing object: a page that only a sitemap still lists is no fault of the configuration', async () => {
    const { origin } = await siteOf(({ url, headers }) => (url.pathname === '/sitemap.xml' ? { body: `<urlset><url><loc>http://${headers.host}/gone</loc></url></urlset>` } : { status: 404 }));
    const report = await checkOf(webSource, { sitemap_urls: [`${origin}/sitemap.xml`] });
    expect([verdictOf(report), report.warnings]).toEqual(['none', [expect.stringContaining('The first page that the sitemap /sitemap.xml lists cannot be read.')]]);
  });
});

it.each([429, 503])('a site whose robots.txt answers %i is not read, and not called wrong', async (status) => {
  const { origin, requests } = await site({ ...handbook, '/robots.txt': { status } });
  expect((await checkedAt(origin)).failure?.indeterminate).toBe(true);
  expect(requests.map(({ url }) => url.pathname)).toEqual(['/robots.txt']);
});

it('addresses with a password in them are not used: they are no secret to anybody', async () => {
  expect(verdictOf(await checkOf(webSource, { start_urls: ['https://anna:geheim@docs.example.com/'] }))).toBe('spec VALUE_NOT_USABLE');
});

it('a site that only says robots.txt is elsewhere forbids nothing', async () => {
  const { origin } = await site({ ...handbook, '/robots.txt': { status: 302, headers: { location: 'https://login.example.com/' } } });
  expect(verdictOf(await checkedAt(origin))).toBe('none');
});
