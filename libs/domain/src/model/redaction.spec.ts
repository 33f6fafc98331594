import { redactText } from './redaction';

describe('a text that is shown', () => {
  it.each([
    ['an API key of ours', 'mrg_0123456789abcdefghij0123456789abcdefgh'],
    ['a key of GitHub', 'ghp_0123456789abcdefghij'],
    ['a key of Slack', 'xoxb-0123456789-abcdefghij'],
    ['a JWT', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl'],
    ['a sealed box', 'eyJhbGciOiJFQ0RILUVTIn0..aXYtaXYtaXY.Y2lwaGVydGV4dA.dGFnLXRhZw'],
    ['a bearer token', 'Bearer abcdefghijklmnopqrstuvwxyz'],
    ['a basic password', 'basic dXNlcjpwYXNzd29yZDE='],
    ['a password of an address', 'redis://:secret-pass@cache:6379'],
    ['a token in the query of an address', 'https://example.test/mcp?access_token=abc'],
  ])('does not show %s, whatever stands around it', (_what, secret) => {
    const shown = redactText(`before "${secret}"\nafter`);
    expect(shown).toMatch(/^before ".*\[redacted\].*"\nafter$/);
    expect(shown).not.toContain(secret);
  });

  it.each([
    'Send the key as "Authorization: Bearer <key>".',
    'basic authentication is not offered; bearer credentials are',
    'http://127.0.0.1:8080/a@b and [::1]:8080',
    'https://example.test/mcp?team=docs&page=2',
    'The key mrg_ab… was shown when it was made.',
  ])('keeps what is no secret: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('costs no more than its length, whatever a server put into it', () => {
    const began = performance.now();
    for (const part of ['://a:', '?token', 'Bearer ', 'eyJaaaaaa.', 'mrg_', 'sk-']) redactText(part.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
