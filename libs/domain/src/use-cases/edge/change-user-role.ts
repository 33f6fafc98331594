import { MoorageError } from '../../errors/moorage-error';
import { atLeast, type Caller, type Role } from '../../model/caller';
import type { User } from '../../model/edge';
import type { Announcer } from '../../ports/announcer.port';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { assertRole } from './access';
import { announceChanged, keysOfUser } from './keys-of-user';

/** Changes the role of a user. The last owner keeps the role, and nobody touches a role above their own. */
export class ChangeUserRole {
  constructor(
    private readonly users: UserRepo,
    private readonly keys: ApiKeyRepo,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, { organizationId, userId, role }: { organizationId: string; userId: string; role: Role }): Promise<User> {
    assertRole(caller, role);
    const updatedAt = this.clock.now();
    const changed = await this.users.change(organizationId, userId, (present, owners) => {
      assertRole(caller, present.role);
      if (role !== 'operator') assertOperatorStays(caller, present);
      if (!atLeast(role, 'owner')) assertNotLastOwner(present, owners);
      return { ...present, role, updatedAt };
    });
    if (!changed?.after) throw new MoorageError('USER_NOT_FOUND');
    // Keys carry at most the role of their user: what is remembered of them is wrong now.
    await announceChanged(this.announcer, await keysOfUser(this.keys, { organizationId, userId }));
    return changed.after;
  }
}

/** The last operator cannot be brought back through the API, so none gives itself up: another one has to do it. */
export function assertOperatorStays(caller: Caller, user: User): void {
  if (user.role !== 'operator' || user.id !== caller.userId) return;
  throw new MoorageError('CONFLICT', { message: 'An operator cannot give up its own role, or it might be the last one. Let another operator do it.' });
}

/** An organization always has someone who can manage it. */
export function assertNotLastOwner(user: User, owners: number): void {
  if (!atLeast(user.role, 'owner') || owners > 1) return;
  throw new MoorageError('CONFLICT', { message: 'This is the last owner of the organization. Make someone else an owner first.', details: { owners } });
}
