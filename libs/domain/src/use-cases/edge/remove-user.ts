import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Announcer } from '../../ports/announcer.port';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { assertRole } from './access';
import { assertNotLastOwner, assertOperatorStays } from './change-user-role';
import type { Belongings } from './delete-api-key';
import { announceChanged, keysOfUser } from './keys-of-user';

/** Removes a user together with the keys that act for it and all that it owns. The last owner stays. */
export class RemoveUser {
  constructor(
    private readonly users: UserRepo,
    private readonly keys: ApiKeyRepo,
    private readonly announcer: Announcer,
  ) {}

  async run(caller: Caller, { organizationId, userId }: { organizationId: string; userId: string }, belongings: Belongings): Promise<{ id: string }> {
    // Fails here, with nothing done, while what the user owns cannot be reached.
    await belongings(false);
    const keys = await keysOfUser(this.keys, { organizationId, userId });
    const removed = await this.users.change(organizationId, userId, (present, owners) => {
      assertRole(caller, present.role);
      assertOperatorStays(caller, present);
      assertNotLastOwner(present, owners);
      return null;
    });
    if (!removed) throw new MoorageError('USER_NOT_FOUND');
    await Promise.all(keys.map((key) => this.keys.remove(organizationId, key.id)));
    await announceChanged(this.announcer, keys);
    await belongings(true);
    return { id: userId };
  }
}
