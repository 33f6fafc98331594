import type { SiteAnswer, SiteListener } from './trial-site';

export const GITHUB_TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

const documentation = { documentation_url: 'https://docs.github.com/rest' };

/** Errors as GitHub documents them. */
export const githubErrors = {
  badCredentials: { status: 401, json: { message: 'Bad credentials', ...documentation, status: '401' } },
  notFound: { status: 404, json: { message: 'Not Found', ...documentation, status: '404' } },
  singleSignOn: {
    status: 403,
    headers: { 'x-github-sso': 'required; url=https://github.com/orgs/octo/sso?authorization_request=AAAA' },
    json: { message: 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.', ...documentation },
  },
  tokenKind: { status: 403, json: { message: '`octo` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.', ...documentation } },
  tokenLifetime: { status: 403, json: { message: "The 'octo' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days.", ...documentation } },
  addressList: { status: 403, json: { message: 'Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.' } },
  noPermission: { status: 403, headers: { 'x-accepted-github-permissions': 'issues=read', 'x-ratelimit-remaining': '4999' }, json: { message: 'Resource not accessible by personal access token', ...documentation, status: '403' } },
  primaryLimit: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000) + 1_800) }, json: { message: 'API rate limit exceeded for user ID 1.', ...documentation } },
  secondaryLimit: { status: 403, headers: { 'retry-after': '60', 'x-ratelimit-remaining': '4000' }, json: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', ...documentation } },
  emptyRepository: { status: 409, json: { message: 'Git Repository is empty.', ...documentation, status: '409' } },
  issuesDisabled: { status: 410, json: { message: 'Issues has been disabled in this repository.', ...documentation } },
} satisfies Record<string, SiteAnswer>;

/** A repository as GitHub describes it. */
export function aRepository(name: string) {
  return { id: name.length, name: name.split('/')[1], full_name: name, private: false, default_branch: 'main', updated_at: '2026-05-01T00:00:00Z' };
}

const LISTS: Record<string, unknown[]> = {
  '/repos/octo/docs/commits': [{ sha: 'c1', commit: { message: 'first', committer: { date: '2026-02-01T00:00:00Z' } } }],
  '/repos/octo/docs/issues': [
    { id: 1, number: 1, title: 'a bug', updated_at: '2026-03-01T00:00:00Z' },
    { id: 2, number: 2, title: 'a change', updated_at: '2026-04-01T00:00:00Z', pull_request: {} },
  ],
  '/repos/octo/docs/pulls': [{ id: 2, number: 2, title: 'a change', updated_at: '2026-04-01T00:00:00Z' }],
  '/orgs/octo/repos': [aRepository('octo/docs'), aRepository('octo/api')],
  '/users/ann/repos': [aRepository('ann/notes')],
};

/** GitHub's API with the repositories octo/docs and octo/api, and what some of its paths answer otherwise. */
export function githubStub(otherwise: Record<string, SiteAnswer | SiteListener> = {}, token = GITHUB_TOKEN): SiteListener {
  return (request, response) => {
    const { url, headers } = request;
    const given = otherwise[url.pathname];
    if (given) return typeof given === 'function' ? given(request, response) : given;
    if (headers.authorization !== `token ${token}`) return githubErrors.badCredentials;
    if (url.pathname === '/rate_limit') return { json: { resources: { core: { limit: 5000, remaining: 4999 } } } };
    if (url.pathname === '/repos/octo/docs' || url.pathname === '/repos/octo/api') return { json: aRepository(url.pathname.slice('/repos/'.length)) };
    if (url.pathname === '/repos/octo/docs/readme') return { json: { path: 'README.md', encoding: 'base64', content: Buffer.from('# Docs — ✓').toString('base64') } };
    const list = LISTS[url.pathname];
    return list ? { json: list } : githubErrors.notFound;
  };
}
