import { credentialsIn } from './sent-credentials';

const of = (url: string, headers: Record<string, string> = {}) => credentialsIn(new URL(url, 'https://host.test'), headers);

describe('the credentials of a request', () => {
  it.each([
    ['a token, without its scheme', of('/mcp', { authorization: 'Bearer t0ken-of-mine' }), ['t0ken-of-mine']],
    ['a password, without its user', of('/mcp', { authorization: `Basic ${btoa('octocat:pa:ss-word')}` }), [btoa('octocat:pa:ss-word'), 'pa:ss-word']],
    ['a key in the query', of('/mcp?toolset=issues&api_key=sunshine'), ['sunshine']],
    ['chance in the path', of('/s/0f8fad5bd9cb469fa16570867728950e/mcp'), ['0f8fad5bd9cb469fa16570867728950e']],
    ['chance in any header', of('/mcp', { cookie: 'session=0f8fad5bd9cb469fa165' }), ['0f8fad5bd9cb469fa165']],
  ])('include %s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('are not words that tools may well use', () => {
    expect(of('/notion-workspace/mcp?toolset=pull_requests', { authorization: 'Bearer short', 'x-toolsets': 'pull_requests', 'x-auth-type': 'bearer' })).toEqual([]);
  });
});
