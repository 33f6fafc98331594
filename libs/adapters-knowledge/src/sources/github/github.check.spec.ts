import { selfSigned } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { githubErrors, githubStub, GITHUB_TOKEN } from '../../testing/github-stub';
import { closedSite, closeSites, dumbSite, siteOf, type SiteAnswer, type SiteListener } from '../../testing/trial-site';
import { githubSource } from '.';

afterEach(closeSites);

async function checkedAt(api_url: string, changes: object = {}, options: Parameters<typeof checkOf>[2] = {}) {
  const credentials = { option_title: 'PAT Credentials', personal_access_token: GITHUB_TOKEN };
  return checkOf(githubSource, { credentials, repositories: ['octo/docs'], api_url, ...changes }, { secrets: [GITHUB_TOKEN], ...options });
}

async function checked(listener: SiteListener, changes: object = {}, options = {}) {
  return checkedAt((await siteOf(listener)).origin, changes, options);
}

describe('a check of GitHub', () => {
  it('good: takes every step, for names and for what stands for many', async () => {
    const report = await checked(githubStub(), { repositories: ['octo/docs', 'octo/a*', 'ann/*'] });
    expect([stepsOf(report), report.warnings]).toEqual(['connect authenticate permission read', []]);
  });

  it('wrong credential: says what may be wrong with the token, and repeats it nowhere', async () => {
    const report = await checked(githubStub({}, 'another'));
    expect([verdictOf(report), stepsOf(report)]).toEqual(['authenticate CREDENTIALS_REFUSED', 'connect !authenticate -permission -read']);
    expect(report.failure?.hint).toContain('has not expired and was not revoked');
    expect(JSON.stringify(report)).not.toContain('ghp_');
  });

  it('wrong credential: asks for one token where there are several, before any is sent', async () => {
    const report = await checked(githubStub(), { credentials: { personal_access_token: `${GITHUB_TOKEN},ghp_another` } });
    expect([verdictOf(report), report.failure?.message]).toEqual(['spec VALUE_NOT_USABLE', expect.stringContaining('several tokens')]);
  });

  it('wrong host: says that no API of GitHub answers there', async () => {
    const page = await checked(() => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>GitHub Enterprise</title>' }));
    expect([verdictOf(page), page.failure?.message]).toEqual(['authenticate ANSWER_NOT_USABLE', expect.stringContaining('a web page')]);
    const other = await checked(() => ({ status: 404, json: {} }));
    expect([verdictOf(other), other.failure?.message]).toEqual(['authenticate OBJECT_NOT_FOUND', expect.stringContaining('API of GitHub at this address')]);
  });

  it('closed port: says that nothing listens there', async () => {
    expect(verdictOf(await checkedAt(await closedSite()))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says that the host cannot be found', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checkedAt('http://github.nowhere.test/api/v3', {}, { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('missing permission: names the streams that the token may not read, and fails when it may read none', async () => {
    const some = await checked(githubStub({ '/repos/octo/docs/issues': githubErrors.noPermission }));
    expect([verdictOf(some), some.warnings]).toEqual(['none', [expect.stringMatching(/stream issues cannot be read.*issues=read/)]]);
    const paths = ['commits', 'issues', 'pulls'].map((list) => [`/repos/octo/docs/${list}`, githubErrors.noPermission]);
    const none = await checked(githubStub(Object.fromEntries(paths) as Record<string, SiteAnswer>));
    expect([verdictOf(none), stepsOf(none)]).toEqual(['read PERMISSION_MISSING', 'connect authenticate permission !read']);
  });

  it('silent server: gives up in time, and leaves open whether the token is right', async () => {
    const { origin } = await dumbSite();
    const report = await checkedAt(origin, {}, { deadlineMs: 100 });
    expect([verdictOf(report), stepsOf(report), report.failure?.indeterminate]).toEqual(['authenticate RESPONSE_TIMEOUT', 'connect !authenticate -permission -read', true]);
  });

  it('wrong TLS: trusts no certificate that nobody has vouched for', async () => {
    const { origin } = await siteOf(githubStub(), await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checkedAt(origin))).toBe('tls CERTIFICATE_UNTRUSTED');
  });

  it('missing object: names the repository that is not there, or not for this token', async () => {
    const report = await checked(githubStub(), { repositories: ['octo/docs', 'octo/secret'] });
    expect([verdictOf(report), stepsOf(report)]).toEqual(['permission OBJECT_NOT_FOUND', 'connect authenticate !permission -read']);
    expect(report.failure?.message).toContain('repository octo/secret');
    const star = await checked(githubStub(), { repositories: ['octo/nothing-*'] });
    expect(star.failure?.message).toContain('repository that fits octo/nothing-*');
  });
});

describe('what GitHub refuses is told apart', () => {
  it.each([
    ['singleSignOn', 'permission SINGLE_SIGN_ON_REQUIRED', false],
    ['tokenKind', 'permission TOKEN_KIND_REFUSED', false],
    ['tokenLifetime', 'permission TOKEN_KIND_REFUSED', false],
    ['addressList', 'permission CALLER_ADDRESS_REFUSED', false],
    ['primaryLimit', 'permission RATE_LIMITED_BY_SERVER', true],
    ['secondaryLimit', 'permission RATE_LIMITED_BY_SERVER', true],
    ['notFound', 'permission OBJECT_NOT_FOUND', false],
  ] as const)('%s is %s', async (error, verdict, indeterminate) => {
    const report = await checked(githubStub({ '/repos/octo/docs': githubErrors[error] }));
    expect([verdictOf(report), report.failure?.indeterminate]).toEqual([verdict, indeterminate]);
    expect(report.failure?.message).not.toContain(String(githubErrors[error].json.message));
  });

  it('how long a limit lasts is passed on', async () => {
    const report = await checked(githubStub({ '/rate_limit': githubErrors.primaryLimit }));
    expect([verdictOf(report), report.failure?.hint]).toEqual(['authenticate RATE_LIMITED_BY_SERVER', 'Wait 30 minutes and test again.']);
  });

  it('trouble at GitHub makes no configuration wrong', async () => {
    const report = await checked(githubStub({ '/rate_limit': { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>unicorn</html>' } }));
    expect([verdictOf(report), report.failure?.indeterminate]).toEqual(['authenticate SERVER_ERROR', true]);
  });
});

describe('what is not wrong', () => {
  it('an empty repository, one without issues, a server without limits: all pass', async () => {
    const bare = { '/repos/octo/docs/commits': githubErrors.emptyRepository, '/rate_limit': githubErrors.notFound, '/user': { json: { login: 'ann' } } };
    expect(verdictOf(await checked(githubStub(bare)))).toBe('none');
  });

  it('a token that expires soon is told of', async () => {
    const inThreeDays = new Date(Date.now() + 3.5 * 86_400_000).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
    const limits = { headers: { 'github-authentication-token-expiration': inThreeDays }, json: { resources: {} } };
    expect((await checked(githubStub({ '/rate_limit': limits }))).warnings).toEqual(['The token expires in 3 days. Make a new one before that.']);
  });
});
