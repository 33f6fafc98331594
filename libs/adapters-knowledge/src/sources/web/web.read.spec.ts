import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readOf } from '../../testing/connector-trial';
import { closeSites, siteOf, type SiteAnswer } from '../../testing/trial-site';
import { webSource } from '.';

afterEach(closeSites);

const page = (body: string, headers = {}): SiteAnswer => ({ headers: { 'content-type': 'text/html', ...headers }, body });
const linking = (...paths: string[]) => page(paths.map((path) => `<a href="${path}">x</a>`).join(''));

const asked: ReadRequest = { streams: [{ stream: { name: 'pages', jsonSchema: {}, supportedSyncModes: ['full_refresh'] }, syncMode: 'full_refresh' }] };

async function read(answers: Record<string, SiteAnswer> | ((path: string) => SiteAnswer), changes: (origin: string) => object = () => ({}), options = {}) {
  const answerOf = typeof answers === 'function' ? answers : (path: string) => answers[path];
  const site = await siteOf(({ url }) => answerOf(url.pathname) ?? { status: 404 });
  const configuration = { start_urls: [`${site.origin}/`], ...changes(site.origin) } as JsonObject;
  const messages = await readOf(webSource, configuration, asked, options);
  return { site, records: recordsOf(messages), paths: recordsOf(messages).map(({ url }) => new URL(String(url)).pathname), failure: failureIn(messages) };
}

function recordsOf(messages: ReadMessage[]) {
  return messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []));
}

function failureIn(messages: ReadMessage[]) {
  const last = messages.at(-1);
  return last?.kind === 'failure' ? last.failure : undefined;
}

const onlySitemap = (path: string) => (origin: string) => ({ start_urls: undefined, sitemap_urls: [`${origin}${path}`] });

describe('a page becomes a record', () => {
  it('with its text, title and links, without what is no text', async () => {
    const body = '<html lang="en"><head><title> A\n page </title><meta name="Description" content="About"><style>x</style></head><body><nav>Menu</nav><h1>Café</h1><p>One <a href="/two#part">two</a></p><script>evil()</script></body></html>';
    const { records, site } = await read({ '/': page(body, { 'last-modified': 'Wed, 01 Apr 2026 10:00:00 GMT' }) });
    expect(records).toEqual([
      {
        url: `${site.origin}/`,
        title: 'A page',
        description: 'About',
        language: 'en',
        text: 'Café\n\nOne two',
        links: [`${site.origin}/two`],
        content_type: 'text/html',
        last_modified: '2026-04-01T10:00:00.000Z',
        content_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it('with the cells of its tables apart, and its headings as they are written', async () => {
    const { records } = await read({ '/': page('<h2>Pets of us</h2><table><tr><th>Name</th><th>Age</th></tr><tr><td>Bo</td><td>4</td></tr></table>') });
    expect(records[0]?.text).toBe('Pets of us\n\nName\tAge\t\nBo\t4\t');
  });

  it('in the characters that it says itself', async () => {
    const latin = Buffer.from('<meta charset="iso-8859-1"><p>Zürich</p>', 'latin1');
    expect((await read({ '/': { headers: { 'content-type': 'text/html' }, body: latin } })).records[0]?.text).toBe('Zürich');
  });

  it('also as plain text; pictures are passed over', async () => {
    const { records } = await read({ '/': linking('/notes.txt', '/logo.png'), '/notes.txt': { headers: { 'content-type': 'text/plain' }, body: 'notes' }, '/logo.png': { headers: { 'content-type': 'image/png' }, body: 'PNG' } });
    expect(records.map(({ text }) => text)).toEqual(['xx', 'notes']);
  });
});

describe('a crawl', () => {
  const chain = (path: string) => linking(`${path}x`);

  it('follows links as deep as it may, and reads each page once', async () => {
    expect((await read({ '/': linking('/a', '/a#b', '/b', '/'), '/a': linking('/b', '/c'), '/b': linking('/'), '/c': linking('/d'), '/d': page('d') }, () => ({ max_depth: 2 }))).paths).toEqual(['/', '/a', '/b', '/c']);
    expect((await read(chain, () => ({ max_depth: 0 }))).paths).toEqual(['/']);
  });

  it('ends after as many pages as are wanted, however many there are', async () => {
    const { paths, site } = await read((path) => linking(...Array.from({ length: 50 }, (_each, index) => `${path}${index}/`)), () => ({ max_pages: 7, max_depth: 20 }));
    expect([paths.length, site.requests.length]).toEqual([7, 8]);
  });

  it('stays on the site, and where the patterns say', async () => {
    const elsewhere = await siteOf(() => page('elsewhere'));
    const answers = { '/': linking('/en/a', '/de/a', '/en/old/a', `${elsewhere.origin}/`, 'mailto:a@b.test', 'http://['), '/en/a': page('a'), '/de/a': page('a'), '/en/old/a': page('a') };
    const { paths } = await read(answers, (origin) => ({ include_patterns: [`${origin}/en/*`], exclude_patterns: ['*/old/*'] }));
    expect([paths, elsewhere.requests]).toEqual([['/', '/en/a'], []]);
  });

  it('asks for nothing that robots.txt or the page itself forbids to follow', async () => {
    const answers = { '/robots.txt': { body: 'User-agent: *\nDisallow: /a' }, '/': page('<a href="/a">a</a><a href="/b">b</a><a rel="nofollow" href="/c">c</a>'), '/b': page('<meta name="ROBOTS" content="noindex, nofollow"><a href="/d">d</a>'), '/d': page('d') };
    const { site } = await read(answers);
    expect(site.requests.map(({ url }) => url.pathname)).toEqual(['/robots.txt', '/', '/b']);
  });

  it('asks no faster than robots.txt wants', async () => {
    const began = performance.now();
    await read({ '/robots.txt': { body: 'User-agent: *\nCrawl-delay: 0.05' }, '/': linking('/a', '/b'), '/a': page('a'), '/b': page('b') });
    expect(performance.now() - began).toBeGreaterThan(95);
  });

  it('passes over links that lead nowhere, but fails when a page that is named is missing', async () => {
    expect((await read({ '/': linking('/gone', '/a'), '/a': page('a') })).paths).toEqual(['/', '/a']);
    expect((await read({})).failure?.code).toBe('PAGE_NOT_FOUND');
  });

  it('passes over a page that is broken, but fails when one after another is: nobody knows what is missing then', async () => {
    const answers = { '/': linking('/a', '/b', '/c', '/d', '/e'), '/a': { status: 500 }, '/b': page('b'), '/c': { status: 500 }, '/d': { status: 503 }, '/e': page('e') };
    expect((await read(answers)).paths).toEqual(['/', '/b', '/e']);
    const { paths, failure } = await read({ ...answers, '/e': { status: 503 } });
    expect([paths, failure?.code]).toEqual([['/', '/b'], 'SERVER_ERROR']);
  });

  it.each([
    ['that asks to wait', () => ({ status: 429, headers: { 'retry-after': '60' } }), 'RATE_LIMITED_BY_SERVER'],
    ['that hangs up', (response: ServerResponse) => void response.destroy(), 'CONNECTION_CLOSED'],
  ])('fails at a site %s', async (_what, answer, code) => {
    const site = await siteOf(({ url }, response) => (url.pathname === '/robots.txt' ? { status: 404 } : url.pathname === '/' ? linking('/a') : answer(response)));
    expect(failureIn(await readOf(webSource, { start_urls: [`${site.origin}/`] }, asked))?.code).toBe(code);
  });

  it('reads what another address leads to once, and only where it may', async () => {
    const answers = { '/robots.txt': { body: 'User-agent: moorage\nDisallow: /private' }, '/': linking('/old', '/new', '/door'), '/old': { status: 301, headers: { location: '/new' } }, '/new': page('n'), '/door': { status: 302, headers: { location: '/private' } }, '/private': page('p') };
    expect((await read(answers)).paths).toEqual(['/', '/new']);
  });
});

describe('a sitemap', () => {
  const entry = (origin: string, path: string, more = '') => `<url><loc>\n ${origin}${path} </loc>${more}</url>`;

  it('tells the pages and when they changed; sitemaps may list sitemaps, packed ones too', async () => {
    const site = await siteOf(({ url, headers }) => {
      const origin = `http://${headers.host}`;
      if (url.pathname === '/index.xml') return { body: `<sitemapindex><sitemap><loc>${origin}/one.xml.gz</loc></sitemap><sitemap><loc>${origin}/index.xml</loc></sitemap></sitemapindex>` };
      if (url.pathname === '/one.xml.gz') return { body: gzipSync(`<urlset xmlns="x">${entry(origin, '/a?b=1&amp;c=2', '<lastmod>2026-02-03</lastmod>')}${entry(origin, '/b')}${entry('http://other.test', '/c')}</urlset>`) };
      return url.pathname === '/robots.txt' ? { status: 404 } : page('text');
    });
    const records = recordsOf(await readOf(webSource, { sitemap_urls: [`${site.origin}/index.xml`] }, asked));
    expect(records.map(({ url, last_modified }) => [String(url).replace(/^.*:\d+/, ''), last_modified])).toEqual([['/a?b=1&c=2', '2026-02-03'], ['/b', null]]);
  });

  it('that is a bomb is cut off', async () => {
    const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024, ' '));
    expect((await read({ '/bomb.xml.gz': { body: bomb } }, onlySitemap('/bomb.xml.gz'))).failure?.code).toBe('ANSWER_TOO_LARGE');
  });

  it('that is broken is told apart', async () => {
    expect((await read({ '/s.gz': { body: Buffer.from([0x1f, 0x8b, 1, 2, 3]) } }, onlySitemap('/s.gz'))).failure?.code).toBe('ANSWER_NOT_USABLE');
    expect((await read({ '/s.gz': { body: gzipSync('<urlset>').subarray(0, -9) } }, onlySitemap('/s.gz'))).failure?.code).toBe('ANSWER_NOT_USABLE');
    expect((await read({ '/s.xml': { body: '<urlset><url><loc>not an address</loc><loc>' } }, onlySitemap('/s.xml'))).failure).toBeUndefined();
  });
});

describe('hostile pages', () => {
  const nested = (depth: number) => '<table><tr><td>a'.repeat(depth) + '</td></tr></table>'.repeat(depth);

  it.each([
    ['elements in elements', '<div>'.repeat(200_000)],
    ['formatting in formatting', '<b><i><a href="/a">'.repeat(60_000)],
    ['elements without end', '<p>a'.repeat(500_000)],
    ['links without end', '<a href="/a">a</a>'.repeat(200_000)],
    ['lists in lists', '<ul><li>a'.repeat(100_000)],
    ['endless attributes', `<p ${'a="b" '.repeat(200_000)}>x</p>`],
    ['tables in tables', nested(150).repeat(500)],
    ['nothing but brackets', '<'.repeat(1_000_000)],
    ['an open comment', `<!--${'-'.repeat(1_000_000)}`],
    ['entities', '&amp;'.repeat(300_000)],
    ['closing tags of nothing', `${'<div>'.repeat(499)}${'</x>'.repeat(500_000)}`],
    ['a title without end', `<title>${' '.repeat(3_000_000)}`],
  ])('with %s are read in time', async (_what, body) => {
    const began = process.cpuUsage();
    const { failure, records } = await read({ '/': page(body) });
    expect([failure, records.length]).toEqual([undefined, 1]);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('of any length are cut off', async () => {
    expect((await read({ '/': page('x'.repeat(6 * 1024 * 1024)) })).failure?.code).toBe('ANSWER_TOO_LARGE');
    const { records } = await read({ '/': page(`${'x'.repeat(999_999)}😀\u0000`) });
    expect(String(records[0]?.text)).toMatch(/^x{999999}$/);
  });

  it('that cannot be made text are passed over, and said when they are named', async () => {
    const odd = page('<ol type="i" start="1000000"><li>a</ol>');
    expect((await read({ '/': linking('/odd', '/a'), '/odd': odd, '/a': page('a') })).paths).toEqual(['/', '/a']);
    expect((await read({ '/': odd })).failure?.code).toBe('ANSWER_NOT_USABLE');
  });

  it('cannot fill the memory with addresses', async () => {
    const body = `<base href="/${'a'.repeat(900_000)}/">${Array.from({ length: 6_000 }, (_each, index) => `<a href="${index}">x</a>`).join('')}<a href="/${'b'.repeat(2_000)}">y</a>`;
    const { records } = await read({ '/': page(body) }, () => ({ max_depth: 0 }));
    const links = records[0]?.links as string[];
    expect([links.length, Math.max(...links.map(({ length }) => length)) < 1_000]).toEqual([5_000, true]);
  });
});
