import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type JsonObject } from '../../../model/json';
import type { Actor, KeptConfiguration } from '../../../model/knowledge/actor';
import { Secret } from '../../../model/secret';
import type { Vault, VaultBinding } from '../../../ports/vault.port';

const PURPOSE = 'knowledge.configuration';

/** Moves configurations of sources and destinations between their states: sealed in transit, encrypted at rest, and open within a use case. */
export class ConfigurationSafe {
  constructor(private readonly vault: Vault) {}

  /** Opens the box that the gateway sealed for the organization. Rejects with `UNPROCESSABLE` when it cannot be opened. */
  async accept(box: string, organizationId: string): Promise<JsonObject> {
    const opened = await this.vault.openTransit(box, { organizationId, ownerId: organizationId, purpose: PURPOSE });
    const configuration = opened && parsed<JsonObject>(opened);
    if (!configuration) throw new MoorageError('UNPROCESSABLE', { message: 'The configuration could not be read. Send it again.' });
    return configuration;
  }

  /** Encrypts a configuration for the record of its source or destination. */
  keep(actor: Pick<Actor, 'id' | 'organizationId'>, kept: KeptConfiguration): Promise<string> {
    return this.vault.encrypt(Secret.of(JSON.stringify(kept)), bindingOf(actor));
  }

  /** Opens a stored configuration; `null` when the keys no longer fit. */
  async open(actor: Pick<Actor, 'id' | 'organizationId' | 'configuration'>): Promise<KeptConfiguration | null> {
    const opened = await this.vault.decrypt(actor.configuration, bindingOf(actor));
    return opened && parsed<KeptConfiguration>(opened);
  }
}

function bindingOf({ id, organizationId }: Pick<Actor, 'id' | 'organizationId'>): VaultBinding {
  return { organizationId, ownerId: organizationId, recordId: id, purpose: PURPOSE };
}

function parsed<T extends object>(opened: Secret): T | null {
  try {
    const value: unknown = JSON.parse(opened.reveal());
    return isPlainObject(value) ? (value as T) : null;
  } catch {
    return null;
  }
}
