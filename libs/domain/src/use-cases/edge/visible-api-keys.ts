import { MoorageError } from '../../errors/moorage-error';
import { atLeast, type Caller } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';

/** The key, if the caller may know of it: owners all of the organization, others those of their user and the one they use. */
export async function visibleApiKey(keys: ApiKeyRepo, caller: Caller, organizationId: string, id: string): Promise<ApiKey> {
  return presentApiKey(caller, await keys.find(organizationId, id));
}

export function presentApiKey(caller: Caller, key: ApiKey | null): ApiKey {
  if (!key || !sees(caller, key)) throw new MoorageError('API_KEY_NOT_FOUND');
  return key;
}

function sees(caller: Caller, key: ApiKey): boolean {
  const own = key.userId !== undefined && key.userId === caller.userId;
  return own || key.id === caller.apiKeyId || atLeast(caller.role, 'owner');
}
