import { MoorageError } from '../../errors/moorage-error';
import { SCOPES } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { Ids } from '../../ports/ids.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { isApiKeyText, newApiKeyText, traceOf } from './api-key-text';

const FIRST_USER = 'user_default';
const FIRST_KEY = 'apk_default';

/** What the first start made, or found made by an earlier one. */
export interface BootstrapResult {
  organizationId: string;
  /** Absent when the first key was deleted since. */
  firstKey?: { id: string; prefix: string };
  /** The key itself: present only in the one start, of one process, that made it. */
  apiKey?: string;
  /** A preset key was given and is not the first key of this installation; it does nothing. */
  presetIgnored: boolean;
}

export interface BootstrapSettings {
  organizationId: string;
  /** The first key, instead of one that is made up. */
  apiKey?: string;
}

/**
 * Makes the organization, its first user and an operator key of that user, once. Well-known ids make it safe when several
 * gateways start at once, and when a start was cut off half way: each step is done by whoever comes first.
 */
export class Bootstrap {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly users: UserRepo,
    private readonly keys: ApiKeyRepo,
    private readonly given: { ids: Ids; clock: Clock; hasher: Hasher },
  ) {}

  /**
   * All but the key: what can still go wrong shows before one is made. Answers whether a key is still to be made.
   * Rejects with `UNPROCESSABLE` when the preset key is malformed or the installation was started for another organization.
   */
  async prepare({ organizationId, apiKey }: BootstrapSettings): Promise<{ isNew: boolean; userId?: string }> {
    if (apiKey) checkPresetKey(apiKey, this.given.hasher);
    await this.ensureOrganization(organizationId);
    const userId = await this.ensureUser(organizationId);
    const { items } = await this.keys.list({ organizationId, limit: 1 });
    return { isNew: items.length === 0, ...(userId && { userId }) };
  }

  /** Prepares, and makes the key unless there is one. Whoever calls this shows the key at once: nobody can show it later. Rejects as `prepare` does. */
  async run(settings: BootstrapSettings): Promise<BootstrapResult> {
    const { organizationId, apiKey } = settings;
    const { isNew, userId } = await this.prepare(settings);
    const text = apiKey ?? newApiKeyText(this.given.ids, this.given.hasher);
    const made = isNew && (await unlessThere(this.keys.insert(this.firstKey(organizationId, userId, text))));
    return this.result(organizationId, apiKey, made ? text : undefined);
  }

  private async ensureOrganization(id: string): Promise<void> {
    if (await this.organizations.find(id)) return;
    await unlessThere(this.organizations.insert({ id, name: 'Default organization', ...this.stamps() }));
  }

  /** Answers the first user, unless the organization has been going on without it. */
  private async ensureUser(organizationId: string): Promise<string | undefined> {
    const { items } = await this.users.list({ organizationId, limit: 1 });
    if (items.length === 0) {
      await unlessThere(this.users.insert({ id: FIRST_USER, organizationId, name: 'Default user', role: 'operator', ...this.stamps() }));
    }
    const present = await this.users.find(organizationId, FIRST_USER);
    if (!present && items.length === 0) throw otherOrganization();
    return present?.id;
  }

  private firstKey(organizationId: string, userId: string | undefined, text: string): ApiKey {
    const trace = traceOf(text, this.given.hasher);
    return { id: FIRST_KEY, organizationId, ...(userId && { userId }), name: 'First key', ...trace, role: 'operator', scopes: [...SCOPES], ...this.stamps() };
  }

  private async result(organizationId: string, preset: string | undefined, made: string | undefined): Promise<BootstrapResult> {
    const present = await this.keys.find(organizationId, FIRST_KEY);
    const presetIgnored = preset !== undefined && present?.hash !== this.given.hasher.sha256(preset);
    return {
      organizationId,
      ...(present && { firstKey: { id: present.id, prefix: present.prefix } }),
      ...(made && { apiKey: made }),
      presetIgnored,
    };
  }

  private stamps(): { createdAt: Date; updatedAt: Date } {
    const now = this.given.clock.now();
    return { createdAt: now, updatedAt: now };
  }
}

/** Whether an insert was ours; `false` when someone else had made the thing already. */
async function unlessThere(insert: Promise<void>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (error instanceof MoorageError && error.code === 'CONFLICT') return false;
    throw error;
  }
}

/** Throws `UNPROCESSABLE` when a text cannot be an API key; does not repeat it. */
export function checkPresetKey(text: string, hasher: Hasher): void {
  if (isApiKeyText(text, hasher)) return;
  const message = 'BOOTSTRAP_API_KEY is not a key: it must be mrg_, 32 letters or digits, and 6 of checksum; leave it empty to have one made';
  throw new MoorageError('UNPROCESSABLE', { message });
}

function otherOrganization(): MoorageError {
  const message = 'BOOTSTRAP_ORGANIZATION differs from the one this database was first started with. Set it back, or use a new database.';
  return new MoorageError('UNPROCESSABLE', { message });
}
