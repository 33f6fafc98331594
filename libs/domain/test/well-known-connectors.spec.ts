import type { AuthMethod } from '../src/model/connector';
import { wellKnownConnectors } from '../src/use-cases/personal/well-known-connectors';

const HOSTED = wellKnownConnectors(new Date()).filter(({ type }) => type === 'official');

describe('a well-known definition', () => {
  // As their vendors document it
  it.each<[string, AuthMethod[]]>([
    ['pcon_github', ['bearer', 'oauth2']],
    ['pcon_clickup', ['oauth2']],
    ['pcon_jira', ['oauth2', 'basic', 'bearer', 'api_key']],
    ['pcon_teams', ['oauth2']],
    ['pcon_notion', ['oauth2']],
    ['pcon_slack', ['oauth2', 'bearer']],
    ['pcon_linear', ['oauth2', 'bearer', 'api_key']],
    ['pcon_sentry', ['oauth2', 'custom']],
    ['pcon_figma', ['oauth2']],
  ])('offers no kind of credentials that its server never takes: %s', (id, methods) => {
    expect(HOSTED.find((each) => each.id === id)?.authMethods).toEqual(methods);
  });

  it('of a vendor leads to the vendor over https and names the page that describes it', () => {
    expect(HOSTED).toHaveLength(9);
    for (const { serverUrl, metadata } of HOSTED) {
      expect(serverUrl).toMatch(/^https:\/\//);
      expect(metadata).toEqual({ documentationUrl: expect.stringMatching(/^https:\/\//) });
    }
  });

  it('of a vendor can be configured before there are credentials: OAuth fetches them later', () => {
    expect(HOSTED.filter(({ authMethods }) => !authMethods.includes('oauth2'))).toEqual([]);
  });
});
