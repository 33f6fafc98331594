import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { FixedClock, MemoryLog } from '@moorage/adapters-memory';
import type { JsonObject } from '@moorage/domain';
import { EgressPolicy, GuardedHttp } from '@moorage/egress';
import { ACCESS_AUDIENCE, ACCESS_ISSUER, accessClaims, TokenIssuer } from '@moorage/test-kit';
import { JoseTokenVerifier } from './token-verifier.jose';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('a JWT', () => {
  let clock: FixedClock;
  let issuer: TokenIssuer;
  let http: GuardedHttp;
  let verifier: JoseTokenVerifier;

  beforeEach(async () => {
    clock = new FixedClock();
    issuer = await TokenIssuer.open();
    http = new GuardedHttp(EgressPolicy.parse(''));
    const trust = { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE, jwksUrl: issuer.jwksUrl, clockSkewSeconds: 60 };
    verifier = new JoseTokenVerifier(trust, { http, clock, log: new MemoryLog() });
  });
  afterEach(async () => {
    http.close();
    await issuer.close();
  });

  const codeOf = (token: string) => verifier.verify(token).then(() => 'ok', (error: { code?: string }) => error.code);
  const unsigned = (header: JsonObject) => `${encoded({ kid: 'key-1', ...header })}.${encoded(accessClaims(clock.now()))}`;

  it.each(['none', 'None', 'NONE', ''])('without a signature is refused, algorithm "%s"', async (alg) => {
    expect(await codeOf(`${unsigned({ alg })}.`)).toBe('TOKEN_INVALID');
    expect(await codeOf(`${unsigned({ alg })}.AAAA`)).toBe('TOKEN_INVALID');
  });

  it.each(['HS256', 'HS384', 'HS512'])('signed with the public key as if it were a secret (%s) is refused', async (alg) => {
    const pem = createPublicKey({ key: issuer.publicKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const secrets = [pem, JSON.stringify(issuer.publicKey), String(issuer.publicKey['x'])];
    for (const secret of secrets) {
      const text = unsigned({ alg });
      expect(await codeOf(`${text}.${createHmac(alg.replace('HS', 'sha'), secret).update(text).digest('base64url')}`)).toBe('TOKEN_INVALID');
    }
    issuer.publish([{ kty: 'oct', kid: 'key-1', alg, k: Buffer.from('secret').toString('base64url') }]);
    const text = unsigned({ alg });
    expect(await codeOf(`${text}.${createHmac(alg.replace('HS', 'sha'), 'secret').update(text).digest('base64url')}`)).toBe('TOKEN_INVALID');
  });

  it.each<[string, JsonObject]>([
    ['what it calls critical', { crit: ['b64'], b64: true }],
    ['something that nobody knows', { crit: ['exp'], exp: 1 }],
    ['an unencoded text', { crit: ['b64'], b64: false }],
  ])('that asks the reader to understand %s is refused', async (_what, header) => {
    expect(await codeOf(issuer.issue(clock.now(), {}, header))).toBe('TOKEN_INVALID');
  });

  it('is taken as an access token only where it is one', async () => {
    for (const typ of ['JWT', 'at+jwt', 'AT+JWT', 'application/at+jwt']) expect(await codeOf(issuer.issue(clock.now(), {}, { typ }))).toBe('ok');
    for (const typ of ['logout+jwt', 'secevent+jwt', 'dpop+jwt']) expect(await codeOf(issuer.issue(clock.now(), {}, { typ }))).toBe('TOKEN_INVALID');
  });

  it('that brings its own key is refused', async () => {
    const stranger = new TokenIssuer();
    const header = { jwk: stranger.publicKey as JsonObject, jku: issuer.jwksUrl, kid: 'key-1' };
    expect(await codeOf(stranger.issue(clock.now(), {}, header))).toBe('TOKEN_INVALID');
    expect(await codeOf(stranger.issue(clock.now(), {}, { ...header, kid: '../../key-1' }))).toBe('TOKEN_INVALID');
  });

  it('needs no name of its key where there is one only', async () => {
    const claims = accessClaims(clock.now());
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const text = `${encoded({ alg: 'RS256' })}.${encoded(claims)}`;
    const token = `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    issuer.publish([{ ...publicKey.export({ format: 'jwk' }), kid: 'rsa' }, issuer.publicKey]);
    expect(await codeOf(token)).toBe('ok');
  });

  it('is refused under a key of another kind, for encryption only, or too weak', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const text = unsigned({ alg: 'RS256' });
    const weak = `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1' };
    for (const [token, published] of [[weak, key], [issuer.issue(clock.now()), key], [issuer.issue(clock.now()), { ...issuer.publicKey, use: 'enc' }], [issuer.issue(clock.now()), { kty: 'EC', kid: 'key-1' }]] as const) {
      issuer.publish([published]);
      expect(await codeOf(token)).toBe('TOKEN_INVALID');
      clock.advance(60_000);
    }
  });

  it.each<[string, JsonObject, RegExp]>([
    ['is meant for someone else', { aud: 'https://other.example' }, /another API/],
    ['comes from someone else', { iss: 'https://other.example' }, /another issuer/],
    ['comes from the future', { nbf: 4e9 }, /clock/],
    ['was made in the future', { iat: 4e9 }, /clock/],
    ['never ends', { exp: null }, /exp/],
    ['has no subject', { sub: null }, /sub/],
  ])('that %s is told why', async (_what, claims, message) => {
    await expect(verifier.verify(issuer.issue(clock.now(), claims))).rejects.toMatchObject({ code: 'TOKEN_INVALID', message: expect.stringMatching(message) });
  });

  it('may last as long as its issuer likes', async () => {
    expect((await verifier.verify(issuer.issue(clock.now(), { exp: 1e300 }))).expiresAt.getTime()).toBe(8.64e15);
  });

  it('of more than 12 KiB is not looked at', async () => {
    expect(await codeOf(issuer.issue(clock.now(), { padding: 'x'.repeat(12 * 1024) }))).toBe('TOKEN_INVALID');
    expect(issuer.fetches).toBe(0);
  });
});
