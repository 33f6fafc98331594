import { createHash } from 'node:crypto';
import { canonicalJson, type Secret, type TransitBinding, type Vault, type VaultBinding } from '@moorage/domain';
import type { MemoryStrongroom } from './memory-strongroom';

/**
 * Keeps secrets in a strongroom and gives out slips: an envelope says nothing but which key and which place.
 * Opens a place only under the same binding and for one of its own keys. The first of `keyIds` writes, all read.
 */
export class MemoryVault implements Vault {
  constructor(
    private readonly strongroom: MemoryStrongroom,
    private readonly keyIds: readonly [string, ...string[]] = ['memory'],
  ) {}

  async encrypt(secret: Secret, { organizationId, ownerId, recordId, purpose }: VaultBinding): Promise<string> {
    return this.strongroom.deposit(this.keyIds[0], canonicalJson(['rest', organizationId, ownerId, recordId, purpose]), secret);
  }

  async decrypt(envelope: string, { organizationId, ownerId, recordId, purpose }: VaultBinding): Promise<Secret | null> {
    return this.strongroom.open(envelope, this.keyIds, canonicalJson(['rest', organizationId, ownerId, recordId, purpose]));
  }

  async transitKeys(): Promise<string> {
    const keys = this.keyIds.map((kid) => ({ kty: 'OKP', crv: 'X25519', kid, x: createHash('sha256').update(kid).digest('base64url') }));
    return JSON.stringify({ keys });
  }

  async openTransit(box: string, binding: TransitBinding): Promise<Secret | null> {
    return this.strongroom.open(box, this.keyIds, transitPlace(binding));
  }
}

/** How a binding in transit is written down, by the sealer as by the vault. */
export function transitPlace({ organizationId, ownerId, purpose }: TransitBinding): string {
  return canonicalJson(['transit', organizationId, ownerId, purpose]);
}
