import type { ApiKey } from '../../model/edge';
import type { Announcer } from '../../ports/announcer.port';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';

const PAGE = 100;

/** All keys that act for a user. */
export async function keysOfUser(keys: ApiKeyRepo, { organizationId, userId }: { organizationId: string; userId: string }): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  for (let more = true; more; ) {
    const after = found.at(-1)?.id;
    const page = await keys.list({ organizationId, userId, ...(after && { after }), limit: PAGE });
    found.push(...page.items);
    more = page.hasMore;
  }
  return found;
}

/** Tells every gateway to look these keys up again. */
export async function announceChanged(announcer: Announcer, keys: ApiKey[]): Promise<void> {
  await Promise.all(keys.map(({ id, hash }) => announcer.announce('edge.api-key.revoked', { apiKeyId: id, hash })));
}
