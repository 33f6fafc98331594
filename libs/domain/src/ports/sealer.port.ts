import type { Secret } from '../model/secret';
import type { TransitBinding } from './vault.port';

/**
 * The sending end of sealing in transit. Holds no private key: what it sealed it cannot open again. Stateless: any number of calls may run at once.
 * Neither a box nor an error says anything about the secret.
 */
export abstract class Sealer {
  /**
   * Seals `secret` as a compact JWE (ECDH-ES with X25519, A256GCM) to the first key of `transitKeys` (as `Vault.transitKeys` gives them).
   * The binding is authenticated with it. Any text can be sealed; the same input gives a different box every time.
   * Rejects with `INTERNAL_ERROR` when the keys are unusable.
   */
  abstract seal(secret: Secret, transitKeys: string, binding: TransitBinding): Promise<string>;
}
