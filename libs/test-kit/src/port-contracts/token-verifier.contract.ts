import type { Clock, TokenVerifier } from '@moorage/domain';
import { ACCESS_AUDIENCE, ACCESS_ISSUER, type ClaimChanges } from '../access-claims';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';
import { within } from './within';

/** A verifier that tolerates sixty seconds between clocks, and the issuer that it believes. */
export interface TokenVerifierHarness extends Harness {
  port: TokenVerifier;
  /** The time that the verifier lives by. */
  clock: Clock;
  advance(ms: number): void;
  /** A genuine token of `accessClaims`. */
  issue(changes?: ClaimChanges): string;
  /** The issuer signs with a new key from now on and withdraws the former. */
  rotate(): void;
  /** Whether the issuer's keys can be fetched from now on. */
  setReachable(reachable: boolean): void;
}

const SKEW_SECONDS = 60;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const seconds = ({ clock }: TokenVerifierHarness): number => Math.floor(clock.now().getTime() / 1_000);

async function codeOf({ port }: TokenVerifierHarness, token: string): Promise<unknown> {
  return port.verify(token).then(
    () => 'ok',
    (error: { code?: unknown }) => error.code,
  );
}

export const tokenVerifierContract = defineContract<TokenVerifierHarness>('token-verifier', {
  'says-what-it-says: a genuine token is told with issuer, subject and all claims, to the letter': async (harness) => {
    const exp = seconds(harness) + 100;
    const claims = { sub: 'auth0|Zoë', exp, realm: { roles: ['a', 'b'] }, 'https://example.com/org': 'org_x' };
    const token = await harness.port.verify(harness.issue(claims));
    expect(token).toMatchObject({ issuer: ACCESS_ISSUER, subject: 'auth0|Zoë' });
    expect(token.claims).toEqual({ iss: ACCESS_ISSUER, aud: ACCESS_AUDIENCE, iat: expect.any(Number), ...claims });
    expect(token.expiresAt).toEqual(new Date((exp + SKEW_SECONDS) * 1_000));
  },

  'several-audiences: a token for others, too, is for us': async (harness) => {
    expect(await codeOf(harness, harness.issue({ aud: ['https://other.example', ACCESS_AUDIENCE] }))).toBe('ok');
  },

  'expired: a genuine token is refused as expired from the told instant on, and not before': async (harness) => {
    const token = harness.issue();
    const { expiresAt } = await harness.port.verify(token);
    harness.advance(expiresAt.getTime() - harness.clock.now().getTime() - 1);
    expect(await codeOf(harness, token)).toBe('ok');
    harness.advance(1);
    expect(await codeOf(harness, token)).toBe('TOKEN_EXPIRED');
  },

  'not-yet: a token from the future is refused, but for the difference between clocks': async (harness) => {
    for (const claim of ['nbf', 'iat']) {
      expect(await codeOf(harness, harness.issue({ [claim]: seconds(harness) + SKEW_SECONDS }))).toBe('ok');
      expect(await codeOf(harness, harness.issue({ [claim]: seconds(harness) + SKEW_SECONDS + 2 }))).toBe('TOKEN_INVALID');
    }
  },

  'for-us-by-them: tokens of another issuer, for another audience, or without either are refused': async (harness) => {
    const others: ClaimChanges[] = [{ iss: 'https://other.example/' }, { iss: ACCESS_ISSUER.slice(0, -1) }, { iss: null }, { aud: 'https://other.example' }, { aud: ['a', 'b'] }, { aud: null }];
    for (const claims of others) expect([claims, await codeOf(harness, harness.issue(claims))]).toEqual([claims, 'TOKEN_INVALID']);
  },

  'whole: a token without a usable subject or expiry is none': async (harness) => {
    const broken: ClaimChanges[] = [{ sub: null }, { sub: '' }, { sub: 7 }, { exp: null }, { exp: 'tomorrow' }, { nbf: 'now' }, { iat: 'now' }];
    for (const claims of broken) expect([claims, await codeOf(harness, harness.issue(claims))]).toEqual([claims, 'TOKEN_INVALID']);
  },

  'genuine: no other text is a token, of whatever length, and no error repeats it': async (harness) => {
    const token = harness.issue();
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = harness.issue({ sub: 'someone|else' }).split('.')[1] ?? '';
    const texts = ['', '.', '..', 'a.b.c', claims, `${header}.${claims}`, `${header}.${claims}.`, `${header}.${other}.${signature}`, `${token}A`, `${token}.x`, ` ${token}`, `${token}\u0000`, 'x.'.repeat(500_000)];
    for (const text of texts) {
      const reason = await rejectionOf(() => harness.port.verify(text));
      expect(reason).toMatchObject({ code: 'TOKEN_INVALID' });
      if (claims && text.includes(claims)) expect(JSON.stringify(reason) + String(reason)).not.toContain(claims);
    }
  },

  'new-keys: a key that the issuer adds is known half a minute after the last fetch': async (harness) => {
    expect(await codeOf(harness, harness.issue())).toBe('ok');
    harness.rotate();
    harness.advance(30_000);
    expect(await codeOf(harness, harness.issue())).toBe('ok');
  },

  'withdrawn-keys: what a withdrawn key has signed is refused ten minutes after the last fetch': async (harness) => {
    const token = harness.issue({ exp: seconds(harness) + 86_400 });
    expect(await codeOf(harness, token)).toBe('ok');
    harness.rotate();
    harness.advance(10 * MINUTE);
    expect(await codeOf(harness, token)).toBe('TOKEN_INVALID');
  },

  'issuer-away: keys fetched before go on for a day, and without any it says so': async (harness) => {
    const token = harness.issue({ exp: seconds(harness) + 86_400 });
    harness.setReachable(false);
    expect(await codeOf(harness, token)).toBe('SERVICE_UNAVAILABLE');
    harness.setReachable(true);
    harness.advance(MINUTE);
    expect(await codeOf(harness, token)).toBe('ok');
    harness.setReachable(false);
    for (let hour = 1; hour < 24; hour += 1) {
      harness.advance(HOUR);
      expect([hour, await codeOf(harness, token)]).toEqual([hour, 'ok']);
    }
  },

  'at-once: any number of tokens are told at once, within seconds': async (harness) => {
    const tokens = Array.from({ length: 20 }, (_, index) => harness.issue({ sub: `someone|${index}` }));
    const told = await within(10_000, concurrently(20, (index) => harness.port.verify(tokens[index] ?? '')));
    expect(told.map(({ subject }) => subject).sort()).toEqual(tokens.map((_, index) => `someone|${index}`).sort());
  },
});

export const describeTokenVerifierContract = tokenVerifierContract.describe;
