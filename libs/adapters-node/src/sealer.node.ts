import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { MoorageError, Sealer, type Secret, type TransitBinding } from '@moorage/domain';
import { sealedBox, TRANSIT_CURVE, type TransitKey } from './transit-box';

/** Seals to a service's public key. Holds nothing itself, so one instance serves all services. */
export class NodeSealer implements Sealer {
  async seal(secret: Secret, transitKeys: string, binding: TransitBinding): Promise<string> {
    try {
      return sealedBox(secret.reveal(), preferred(transitKeys), binding);
    } catch (cause) {
      throw new MoorageError('INTERNAL_ERROR', { cause });
    }
  }
}

/** Only X25519: another curve would be sealed, but no vault would open it. */
function preferred(transitKeys: string): TransitKey {
  const { keys } = JSON.parse(transitKeys) as { keys?: (JsonWebKey & { kid?: string })[] };
  const jwk = keys?.[0];
  if (jwk?.kid === undefined || jwk.crv !== TRANSIT_CURVE) throw new MoorageError('INTERNAL_ERROR', { message: 'The first transit key is not an X25519 key with an id.' });
  return { kid: jwk.kid, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}
