import type { Caller, Role } from '../../model/caller';
import type { User } from '../../model/edge';
import type { Clock } from '../../ports/clock.port';
import type { Ids } from '../../ports/ids.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { assertRole } from './access';
import { existingOrganization } from './existing-organization';

export interface UserDraft {
  organizationId: string;
  name: string;
  email?: string;
  role?: Role;
}

/** Adds a user, with at most the role of whoever adds. */
export class AddUser {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly users: UserRepo,
    private readonly given: { ids: Ids; clock: Clock },
  ) {}

  async run(caller: Caller, { organizationId, name, email, role = 'member' }: UserDraft): Promise<User> {
    assertRole(caller, role);
    await existingOrganization(this.organizations, organizationId);
    const now = this.given.clock.now();
    const user = { id: this.given.ids.next('user'), organizationId, name, ...(email && { email }), role, createdAt: now, updatedAt: now };
    await this.users.insert(user);
    return user;
  }
}
