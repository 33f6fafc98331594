import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { Announcer } from '../../ports/announcer.port';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import { assertRole } from './access';
import { announceChanged } from './keys-of-user';
import { visibleApiKey } from './visible-api-keys';

/** Counts what the key or user being deleted owns, or removes it, wherever that is kept. */
export type Belongings = (remove: boolean) => Promise<{ configurations: number }>;

export interface ApiKeyDeletion {
  organizationId: string;
  apiKeyId: string;
  cascade?: boolean;
}

/** Deletes a key. One that owns configurations stays, `CONFLICT`, unless they are to go with it. */
export class DeleteApiKey {
  constructor(
    private readonly keys: ApiKeyRepo,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, { organizationId, apiKeyId, cascade = false }: ApiKeyDeletion, belongings: Belongings): Promise<{ id: string }> {
    const key = await visibleApiKey(this.keys, caller, organizationId, apiKeyId);
    if (key.id !== caller.apiKeyId) assertRole(caller, key.role);
    if (!key.userId) await (cascade ? this.empty(key, belongings) : assertOwnsNothing(belongings));
    await this.keys.remove(organizationId, apiKeyId);
    await announceChanged(this.announcer, [key]);
    return { id: apiKeyId };
  }

  /** The key is switched off before its belongings go, so that it cannot get new ones meanwhile. */
  private async empty(key: ApiKey, belongings: Belongings): Promise<void> {
    const now = this.clock.now();
    await this.keys.change(key.organizationId, key.id, (present) => ({ ...present, expiresAt: now, updatedAt: now }));
    await announceChanged(this.announcer, [key]);
    await belongings(true);
  }
}

async function assertOwnsNothing(belongings: Belongings): Promise<void> {
  const { configurations } = await belongings(false);
  if (configurations === 0) return;
  throw new MoorageError('CONFLICT', {
    message: `The key still owns ${configurations} configuration${configurations === 1 ? '' : 's'}. Delete them first, or repeat with ?cascade=true to delete them too.`,
    details: { configurations },
  });
}
