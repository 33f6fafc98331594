import type { Caller } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { Announcer } from '../../ports/announcer.port';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { Ids } from '../../ports/ids.port';
import { assertRole, assertScopes } from './access';
import { newApiKeyText, traceOf } from './api-key-text';
import type { IssuedKey } from './create-api-key';
import { futureInstant, renewedExpiry } from './key-expiry';
import { announceChanged } from './keys-of-user';
import { presentApiKey, visibleApiKey } from './visible-api-keys';

export interface Rotation {
  organizationId: string;
  apiKeyId: string;
  expiresAt?: string;
}

/**
 * Gives a key a new text under the same id; the old text is refused from then on. Whoever rotates a key gets to hold it,
 * so it must not allow more than the caller already may.
 */
export class RotateApiKey {
  constructor(
    private readonly keys: ApiKeyRepo,
    private readonly announcer: Announcer,
    private readonly given: { ids: Ids; clock: Clock; hasher: Hasher },
  ) {}

  async run(caller: Caller, { organizationId, apiKeyId, expiresAt }: Rotation): Promise<IssuedKey> {
    const former = await visibleApiKey(this.keys, caller, organizationId, apiKeyId);
    const text = newApiKeyText(this.given.ids, this.given.hasher);
    const now = this.given.clock.now();
    const chosen = expiresAt === undefined ? undefined : futureInstant(expiresAt, now);
    const rotated = await this.keys.change(organizationId, apiKeyId, (present) => {
      assertMayHold(caller, present);
      const expiry = chosen ?? renewedExpiry(present, now);
      return { ...present, ...traceOf(text, this.given.hasher), ...(expiry && { expiresAt: expiry }), updatedAt: now };
    });
    const key = presentApiKey(caller, rotated);
    await announceChanged(this.announcer, [former]);
    return { key, text };
  }
}

function assertMayHold(caller: Caller, key: ApiKey): void {
  if (key.id === caller.apiKeyId) return;
  assertRole(caller, key.role);
  assertScopes(caller, key.scopes);
}
