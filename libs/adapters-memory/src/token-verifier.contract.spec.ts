import { ACCESS_AUDIENCE, ACCESS_ISSUER, accessClaims, describeTokenVerifierContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryTokenIssuer } from './memory-token-issuer';
import { MemoryTokenVerifier } from './token-verifier.memory';

describeTokenVerifierContract('MemoryTokenVerifier', async () => {
  const clock = new FixedClock();
  const issuer = new MemoryTokenIssuer(ACCESS_ISSUER);
  return {
    port: new MemoryTokenVerifier(issuer, ACCESS_AUDIENCE, clock),
    clock,
    advance: (ms) => clock.advance(ms),
    issue: (claims) => issuer.issue(accessClaims(clock.now(), claims)),
    rotate: () => issuer.rotate(),
    setReachable: (reachable) => void (issuer.reachable = reachable),
    dispose: async () => undefined,
  };
});
