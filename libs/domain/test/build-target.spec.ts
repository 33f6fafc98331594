import { Secret, type Connector } from '@moorage/domain';
import { aConfiguration, aConnector } from '@moorage/test-kit';
import { buildTarget } from '../src/use-cases/credentials/build-target';
import type { Credentials } from '../src/use-cases/credentials/credentials';

const origin = 'https://mcp.example.test';
const bearer: Credentials = { type: 'bearer', token: Secret.of('t/1') };

/** What the server would get to see, in the clear. */
function sent(connector: Partial<Connector>, credentials: Credentials | null = bearer) {
  const sealed = { type: 'bearer', envelope: 'e', origin, updatedAt: new Date(0) } as const;
  const readiness = buildTarget(aConnector(connector), aConfiguration({ credentials: sealed }), credentials);
  if ('failure' in readiness) return readiness.failure.code;
  const headers = Object.entries(readiness.target.headers).map(([name, value]) => `${name}: ${value.reveal()}`);
  return { url: readiness.target.url?.reveal(), headers };
}

describe('where credentials go', () => {
  it.each<[string, Partial<Connector>, object]>([
    ['as a bearer token when the definition says nothing', {}, { url: `${origin}/mcp`, headers: ['Authorization: Bearer t/1'] }],
    ['where the definition places them, and nowhere else', { headers: { 'X-Token': '{token}' } }, { url: `${origin}/mcp`, headers: ['X-Token: t/1'] }],
    ['into the path, by segment', { serverUrl: `${origin}/{token}/mcp` }, { url: `${origin}/t/1/mcp`, headers: [] }],
    ['in place of a fixed header of the same name in another case', { headers: { authorization: 'Bearer fixed', 'X-A': 'b' } }, { url: `${origin}/mcp`, headers: ['Authorization: Bearer t/1', 'X-A: b'] }],
  ])('%s', (_where, connector, expected) => {
    expect(sent(connector)).toEqual(expected);
  });

  it('sends fixed headers alone when there are none', () => {
    expect(sent({ headers: { 'X-A': 'b', 'X-Token': '{token}' } }, null)).toEqual({ url: `${origin}/mcp`, headers: ['X-A: b'] });
  });

  it.each(['https://mcp.example.test:8443/mcp', 'http://mcp.example.test/mcp', 'https://user@other.test/mcp'])('nowhere when the definition leads to %s', (serverUrl) => {
    expect(sent({ serverUrl })).toBe('CREDENTIALS_FOR_ANOTHER_ADDRESS');
  });
});
