import { FixedClock, MemoryLog } from '@moorage/adapters-memory';
import { EgressPolicy, GuardedHttp } from '@moorage/egress';
import { ACCESS_AUDIENCE, ACCESS_ISSUER, describeTokenVerifierContract, TokenIssuer } from '@moorage/test-kit';
import { JoseTokenVerifier } from './token-verifier.jose';

describeTokenVerifierContract('JoseTokenVerifier', async () => {
  const clock = new FixedClock();
  const issuer = await TokenIssuer.open();
  const http = new GuardedHttp(EgressPolicy.parse(''));
  const trust = { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE, jwksUrl: issuer.jwksUrl, clockSkewSeconds: 60 };
  return {
    port: new JoseTokenVerifier(trust, { http, clock, log: new MemoryLog() }),
    clock,
    advance: (ms) => clock.advance(ms),
    issue: (changes) => issuer.issue(clock.now(), changes),
    rotate: () => issuer.rotate(),
    setReachable: (reachable) => issuer.publish(reachable ? null : (_request, response) => response.destroy()),
    dispose: async () => {
      http.close();
      await issuer.close();
    },
  };
});
