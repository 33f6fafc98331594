import { credentialFaults, readCredentials, Secret } from '@moorage/domain';

const faultsOf = (input: unknown) => credentialFaults(input).map(({ field, rule }) => `${field} ${rule}`);

describe('the form of credentials', () => {
  it.each([
    [{ type: 'api_key', apiKey: 'k' }],
    [{ type: 'bearer', token: 't' }],
    [{ type: 'oauth2', accessToken: 'a', refreshToken: 'r', expiresAt: '2025-12-31T23:59:59Z' }],
    [{ type: 'basic', username: 'ada', password: 'pässwörd €' }],
    [{ type: 'custom', headers: { 'X-Token': 'abc' } }],
  ])('accepts %j and reads it back', (input) => {
    expect(credentialFaults(input)).toEqual([]);
    expect(readCredentials(Secret.of(JSON.stringify(input)))?.type).toBe(input.type);
  });

  it.each([
    [null, ['credentials object']],
    [{ type: 'none' }, ['credentials.type enum']],
    [{ type: 'constructor' }, ['credentials.type enum']],
    [{ type: 'bearer' }, ['credentials.token required']],
    [{ type: 'bearer', token: 't', apiKey: 'k' }, ['credentials.apiKey unknown']],
    [{ type: 'bearer', token: 'a\r\nX-Admin: 1' }, ['credentials.token plain']],
    [{ type: 'bearer', token: 'copied with a line end\n' }, ['credentials.token trim']],
    [{ type: 'bearer', token: 7 }, ['credentials.token string']],
    [{ type: 'basic', username: 'ada' }, ['credentials.password required']],
    [{ type: 'custom', headers: {} }, ['credentials.headers object']],
    [{ type: 'custom', headers: { Host: 'evil.test' } }, ['credentials.headers.Host header']],
    [{ type: 'oauth2', accessToken: 'a', expiresAt: 'soon' }, ['credentials.expiresAt date-time']],
  ])('refuses %j', (input, faults) => {
    expect(faultsOf(input)).toEqual(faults);
  });

  it('never repeats a value in a fault', () => {
    const faults = credentialFaults({ type: 'bearer', token: 'hunter2\u0000', surprise: 'hunter2' });
    expect(faults).toHaveLength(2);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });
});
