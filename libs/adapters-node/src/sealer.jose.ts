import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { MoorageError, Sealer, type Secret, type TransitBinding } from '@moorage/domain';
import { TRANSIT_ALGORITHM, transitHeader } from './transit-header';

/** Seals to a service's public key. Holds nothing itself, so one instance serves all services. */
export class JoseSealer implements Sealer {
  async seal(secret: Secret, transitKeys: string, binding: TransitBinding): Promise<string> {
    try {
      const jwk = preferred(transitKeys);
      const header = transitHeader(jwk.kid, binding);
      return await new CompactEncrypt(new TextEncoder().encode(secret.reveal())).setProtectedHeader(header).encrypt(await importJWK(jwk, TRANSIT_ALGORITHM));
    } catch (cause) {
      throw new MoorageError('INTERNAL_ERROR', { cause });
    }
  }
}

/** Only X25519: another curve would be sealed, but no vault would open it. */
function preferred(transitKeys: string): JWK & { kid: string } {
  const { keys } = JSON.parse(transitKeys) as { keys?: JWK[] };
  const jwk = keys?.[0];
  if (jwk?.kid === undefined || jwk.crv !== 'X25519') throw new MoorageError('INTERNAL_ERROR', { message: 'The first transit key is not an X25519 key with an id.' });
  return { ...jwk, kid: jwk.kid };
}
