import { atLeast, type Caller } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import { existingOrganization } from './existing-organization';

/** The keys that the caller may know of, newest first: owners see all, a user its own, a key without a user itself. */
export class ListApiKeys {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly keys: ApiKeyRepo,
  ) {}

  async run(caller: Caller, query: { organizationId: string; after?: string; limit?: number }): Promise<{ items: ApiKey[]; hasMore: boolean }> {
    const { organizationId, after, limit = 20 } = query;
    await existingOrganization(this.organizations, organizationId);
    const page = { organizationId, ...(after && { after }), limit };
    if (atLeast(caller.role, 'owner')) return this.keys.list(page);
    if (caller.userId) return this.keys.list({ ...page, userId: caller.userId });
    const own = await this.keys.find(organizationId, caller.apiKeyId ?? '');
    return { items: own && !after ? [own] : [], hasMore: false };
  }
}
