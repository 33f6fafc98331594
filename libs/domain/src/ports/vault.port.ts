import type { Secret } from '../model/secret';

/** What an encrypted value is bound to. A value opened under any other binding is refused. */
export interface VaultBinding {
  organizationId: string;
  /** Id of the owning user or API key, or of the organization for shared things. */
  ownerId: string;
  /** Id of the record that keeps the envelope. */
  recordId: string;
  /** What it is, such as `personal.credentials`. */
  purpose: string;
}

/** Who sealed something in transit, and for whom: must be equal at both ends. */
export type TransitBinding = Omit<VaultBinding, 'recordId'>;

/**
 * Encryption at rest, and the receiving end of sealing in transit. Holds all private key material of a service.
 * Concurrency: stateless after construction; every method may run in parallel. No method ever returns or throws a secret in clear text
 * other than inside `Secret`; errors say nothing about the plain text.
 */
export abstract class Vault {
  /** Encrypts under the writing key. The same input gives a different envelope every time. The envelope is ASCII without spaces and names its key. */
  abstract encrypt(secret: Secret, binding: VaultBinding): Promise<string>;

  /**
   * Opens an envelope made with any of the configured keys. `null` when it cannot be opened: an unknown key, another binding,
   * or a changed envelope; the three are not told apart.
   */
  abstract decrypt(envelope: string, binding: VaultBinding): Promise<Secret | null>;

  /** The public keys (JWK set as JSON text, first one preferred) to seal for this service. The same for all instances with the same keys. */
  abstract transitKeys(): Promise<string>;

  /** Opens what a `Sealer` sealed to one of `transitKeys()` under the same binding; `null` when it cannot be opened. */
  abstract openTransit(box: string, binding: TransitBinding): Promise<Secret | null>;
}
