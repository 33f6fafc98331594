import { MoorageError } from '../../errors/moorage-error';
import { atLeast, type Caller, type Role, type Scope } from '../../model/caller';
import type { ApiKey, User } from '../../model/edge';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { Ids } from '../../ports/ids.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { assertRole, assertScopes } from './access';
import { newApiKeyText, traceOf } from './api-key-text';
import { existingOrganization } from './existing-organization';
import { futureInstant } from './key-expiry';

export interface ApiKeyDraft {
  organizationId: string;
  name: string;
  userId?: string;
  role?: Role;
  scopes?: Scope[];
  expiresAt?: string;
}

/** A key together with its text, which is shown this once. */
export interface IssuedKey {
  key: ApiKey;
  text: string;
}

/**
 * Makes an API key. Owners make keys for any user of the organization, or for no user at all; everyone else for their own user.
 * A key has at most the role and scopes of whoever makes it, and at most the role of the user it acts for.
 */
export class CreateApiKey {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly users: UserRepo,
    private readonly keys: ApiKeyRepo,
    private readonly given: { ids: Ids; clock: Clock; hasher: Hasher },
  ) {}

  async run(caller: Caller, draft: ApiKeyDraft): Promise<IssuedKey> {
    const { organizationId, name, role = 'member', scopes = caller.scopes.filter((scope) => scope !== 'admin') } = draft;
    assertRole(caller, role);
    assertScopes(caller, scopes);
    await existingOrganization(this.organizations, organizationId);
    const user = await this.user(caller, draft);
    if (user) assertFitsUser(caller, user, role);
    const now = this.given.clock.now();
    const expiresAt = draft.expiresAt === undefined ? undefined : futureInstant(draft.expiresAt, now);
    const text = newApiKeyText(this.given.ids, this.given.hasher);
    const key: ApiKey = {
      id: this.given.ids.next('apiKey'),
      organizationId,
      ...(user && { userId: user.id }),
      name,
      ...traceOf(text, this.given.hasher),
      role,
      scopes: [...new Set(scopes)],
      ...(expiresAt && { expiresAt }),
      createdAt: now,
      updatedAt: now,
    };
    await this.keys.insert(key);
    return { key, text };
  }

  /** Whom the key will act for; `null` when it belongs to itself. */
  private async user(caller: Caller, { organizationId, userId }: ApiKeyDraft): Promise<User | null> {
    const owner = atLeast(caller.role, 'owner');
    if (!userId && owner) return null;
    if (!userId && !caller.userId) assertRole(caller, 'owner');
    const id = userId ?? caller.userId ?? '';
    const user = owner || id === caller.userId ? await this.users.find(organizationId, id) : null;
    if (!user) throw new MoorageError('USER_NOT_FOUND');
    return user;
  }
}

/** A key of a user is that user: whoever makes one must stand at least as high. */
function assertFitsUser(caller: Caller, user: User, role: Role): void {
  if (user.id !== caller.userId) assertRole(caller, user.role);
  if (atLeast(user.role, role)) return;
  throw new MoorageError('UNPROCESSABLE', { message: `The user has the role ${user.role}; a key of that user cannot have the role ${role}.` });
}
