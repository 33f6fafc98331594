import { selfSigned } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { closedSite, closeSites, dumbSite, siteOf, type SiteListener } from '../../testing/trial-site';
import { httpApiSource } from '.';

const TOKEN = 'tok-5up3r-s3cret';

afterEach(closeSites);

/** An API with two lists, for those who have the token. */
const shop: SiteListener = ({ url, headers }) => {
  if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, json: { error: `bad token ${headers.authorization}` } };
  if (url.pathname === '/v1/orders') return { json: { data: [{ id: 1 }] } };
  if (url.pathname === '/v1/drafts') return { json: { data: [] } };
  return url.pathname === '/v1/payroll' ? { status: 403, json: {} } : { status: 404, json: {} };
};

const configurationOf = (origin: string, changes: object = {}) => ({
  url_base: `${origin}/v1`,
  authenticator: { type: 'BearerAuthenticator', api_token: TOKEN },
  streams: [{ name: 'orders', path: '/orders', field_path: ['data'] }],
  ...changes,
});

const streams = (...names: string[]) => ({ streams: names.map((name) => ({ name, path: `/${name}`, field_path: ['data'] })) });

async function checked(origin: string, changes: object = {}, options: Parameters<typeof checkOf>[2] = {}) {
  return checkOf(httpApiSource, configurationOf(origin, changes), { secrets: [TOKEN], ...options });
}

describe('a check of an HTTP JSON API', () => {
  it('good: takes every step, and says which streams are empty', async () => {
    const { origin } = await siteOf(shop);
    const report = await checked(origin, streams('orders', 'drafts'));
    expect(stepsOf(report)).toBe('connect authenticate permission read');
    expect(report).toMatchObject({ warnings: ['The stream drafts has no records at present.'] });
  });

  it('wrong credential: says that the token was refused, and repeats it nowhere', async () => {
    const { origin } = await siteOf(shop);
    const wrong = await checked(origin, { authenticator: { type: 'BearerAuthenticator', api_token: 'wr0ng-t0ken' } }, { secrets: ['wr0ng-t0ken'] });
    expect([verdictOf(wrong), stepsOf(wrong)]).toEqual(['authenticate CREDENTIALS_REFUSED', 'connect !authenticate -permission -read']);
    expect(JSON.stringify(wrong)).not.toContain('wr0ng');
    expect(verdictOf(await checked(origin, { authenticator: { type: 'NoAuth' } }))).toBe('authenticate CREDENTIALS_MISSING');
  });

  it('wrong host: says that no API answers there, whether a web page or something else does', async () => {
    const page = await siteOf(() => ({ headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' }));
    const report = await checked(page.origin);
    expect([verdictOf(report), report.failure?.message]).toEqual(['read ANSWER_NOT_USABLE', expect.stringContaining('a web page instead of JSON')]);
    const ssh = await dumbSite('SSH-2.0-OpenSSH_9.2\r\n');
    expect(verdictOf(await checked(ssh.origin))).toBe('authenticate PROTOCOL_NOT_SPOKEN');
  });

  it('closed port: says that nothing listens there', async () => {
    expect(verdictOf(await checked(await closedSite()))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says that the host cannot be found', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checked('http://api.nowhere.test', {}, { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('missing permission: names the stream that the token may not read', async () => {
    const { origin } = await siteOf(shop);
    const report = await checked(origin, streams('orders', 'payroll'));
    expect([verdictOf(report), stepsOf(report)]).toEqual(['permission PERMISSION_MISSING', 'connect authenticate !permission -read']);
    expect(report.failure?.message).toContain('the stream payroll');
  });

  it('silent server: gives up in time, and leaves open whether the configuration is right', async () => {
    const { origin } = await dumbSite();
    const report = await checked(origin, {}, { deadlineMs: 100 });
    expect([verdictOf(report), stepsOf(report), report.failure?.indeterminate]).toEqual(['authenticate RESPONSE_TIMEOUT', 'connect !authenticate -permission -read', true]);
  });

  it('wrong TLS: trusts no certificate that nobody has vouched for, and says when https is needed', async () => {
    const { origin } = await siteOf(shop, await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checked(origin))).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await checked(origin.replace('https:', 'http:')))).toBe('tls TLS_EXPECTED');
  });

  it('missing object: names the stream whose address does not exist', async () => {
    const { origin } = await siteOf(shop);
    const report = await checked(origin, streams('orders', 'odrers'));
    expect([verdictOf(report), report.failure?.message]).toEqual(['permission OBJECT_NOT_FOUND', expect.stringContaining('the stream odrers (HTTP 404)')]);
  });
});

describe('a server that is in trouble', () => {
  it.each([
    [429, { 'retry-after': '90' }, 'RATE_LIMITED_BY_SERVER', 'Wait 90 seconds and test again.'],
    [503, {}, 'SERVER_ERROR', 'Test again later.'],
  ])('with %i does not make the configuration wrong', async (status, headers, code, hint) => {
    const { origin } = await siteOf(() => ({ status, headers, json: {} }));
    const { failure } = await checked(origin);
    expect(failure).toMatchObject({ code, stage: 'authenticate', indeterminate: true, hint: expect.stringContaining(hint) as string });
  });

  it('and sends more than anybody wants is named', async () => {
    const { origin } = await siteOf(() => ({ headers: { 'content-type': 'application/json' }, body: ' '.repeat(9 * 1024 * 1024) }));
    expect((await checked(origin)).failure?.message).toBe(`The answer of ${new URL(origin).host} is too large (limit 8 MiB).`);
  });

  it('that sends us to another server never gets the token there', async () => {
    const elsewhere = await siteOf(shop);
    const { origin } = await siteOf(() => ({ status: 302, headers: { location: `${elsewhere.origin}/v1/orders` } }));
    const report = await checked(origin);
    expect([verdictOf(report), report.failure?.message]).toEqual(['authenticate REDIRECTED', expect.stringContaining(elsewhere.origin)]);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('what a configuration says', () => {
  it.each(['ftp://127.0.0.1/', 'https://user:secret@api.test/', 'nonsense'])('is refused when its address is %s, before anything is sent', async (url_base) => {
    const report = await checkOf(httpApiSource, { ...configurationOf(''), url_base });
    expect([verdictOf(report), JSON.stringify(report).includes('secret@')]).toEqual(['spec VALUE_NOT_USABLE', false]);
  });

  it.each([
    ['Content-Length', '5', 'the header Content-Length is always sent as the connection needs it'],
    ['X-Tenant', 'acme\n', 'a pasted value often ends in a line break'],
  ])('is refused when its header %s cannot be sent, in words that say why', async (name, value, why) => {
    const { origin, requests } = await siteOf(shop);
    const report = await checked(origin, { request_headers: [{ name, value }] });
    expect([verdictOf(report), report.failure?.message]).toEqual(['spec VALUE_NOT_USABLE', expect.stringContaining(why)]);
    expect(requests).toEqual([]);
  });

  it.each([
    [{ type: 'ApiKeyAuthenticator', api_token: 'k3y', field_name: 'X-Key' }, ({ headers }: Parameters<SiteListener>[0]) => headers['x-key'] === 'k3y'],
    [{ type: 'ApiKeyAuthenticator', api_token: 'k3y', field_name: 'key', inject_into: 'request_parameter' }, ({ url }: Parameters<SiteListener>[0]) => url.searchParams.get('key') === 'k3y'],
    [{ type: 'BasicHttpAuthenticator', username: 'ann', password: 'pa:ss' }, ({ headers }: Parameters<SiteListener>[0]) => headers.authorization === 'Basic YW5uOnBhOnNz'],
  ])('proves who asks as %o', async (authenticator, proven) => {
    const { origin } = await siteOf((request) => ({ status: proven(request) ? 200 : 401, json: [] }));
    expect(verdictOf(await checked(origin, { authenticator, streams: [{ name: 'all', path: '' }] }))).toBe('none');
  });
});
