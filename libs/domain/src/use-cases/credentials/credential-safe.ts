import { MoorageError } from '../../errors/moorage-error';
import { ownerKey, type Owner } from '../../model/caller';
import type { SealedCredentials } from '../../model/configuration';
import type { AuthMethod } from '../../model/connector';
import type { Secret } from '../../model/secret';
import type { Clock } from '../../ports/clock.port';
import type { Vault, VaultBinding } from '../../ports/vault.port';
import { readCredentials, type Credentials } from './credentials';

const PURPOSE = 'personal.credentials';

/** Whose credentials, kept in which record. */
export interface CredentialOwner {
  organizationId: string;
  owner: Owner;
  recordId: string;
}

/** Moves credentials between their three states: sealed in transit, encrypted at rest, and open for one outgoing request. */
export class CredentialSafe {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens the box the gateway sealed, unless it is open already, and encrypts its content for the record. The origin is filled in by the caller, who knows the address.
   * Rejects with `UNPROCESSABLE` when the box cannot be opened, and with `CONNECTOR_INVALID_CONFIG` when its kind is not among `methods`.
   */
  async accept(box: string | Secret, owner: CredentialOwner, methods: AuthMethod[]): Promise<Omit<SealedCredentials, 'origin'>> {
    const { recordId: _, ...binding } = bindingOf(owner);
    const opened = typeof box === 'string' ? await this.vault.openTransit(box, binding) : box;
    const credentials = opened && readCredentials(opened);
    if (!opened || !credentials) throw new MoorageError('UNPROCESSABLE', { message: 'The credentials could not be read. Send them again.' });
    if (!methods.includes(credentials.type)) throw unacceptedKind(credentials.type, methods);
    return { type: credentials.type, envelope: await this.vault.encrypt(opened, bindingOf(owner)), updatedAt: this.clock.now() };
  }

  /** Opens stored credentials; `null` when the keys no longer fit. */
  async open(sealed: SealedCredentials, owner: CredentialOwner): Promise<Credentials | null> {
    const opened = await this.vault.decrypt(sealed.envelope, bindingOf(owner));
    return opened && readCredentials(opened);
  }
}

/** The error for credentials that a definition demands and that are not there. */
export function credentialsRequired(methods: AuthMethod[]): MoorageError {
  const field = 'credentials';
  return MoorageError.invalid('CONNECTOR_INVALID_CONFIG', [{ field, message: `${field} are required, of one of these types: ${methods.join(', ')}`, rule: 'required' }]);
}

function unacceptedKind(type: string, methods: AuthMethod[]): MoorageError {
  const usable = methods.filter((method) => method !== 'none');
  const advice = usable.length > 0 ? `must be one of ${usable.join(', ')} for this connector, not ${type}` : 'is not needed: this connector takes no credentials';
  return MoorageError.invalid('CONNECTOR_INVALID_CONFIG', [{ field: 'credentials.type', message: `credentials.type ${advice}`, rule: 'enum' }]);
}

function bindingOf({ organizationId, owner, recordId }: CredentialOwner): VaultBinding {
  return { organizationId, ownerId: ownerKey(owner), recordId, purpose: PURPOSE };
}

