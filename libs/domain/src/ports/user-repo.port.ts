import type { User } from '../model/edge';

/**
 * Users of organizations. Every look-up names the organization; another organization's user is absent, and absence is `null`.
 * What is returned is a copy, field by field as it was given: absent fields are absent, instants keep milliseconds. The organization of a user must exist.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class UserRepo {
  /** Stores a new user. A duplicate id, in whatever organization, rejects with `CONFLICT` and changes nothing. */
  abstract insert(user: User): Promise<void>;

  /** The user of the organization, or `null`. */
  abstract find(organizationId: string, id: string): Promise<User | null>;

  /** Newest id first; `after`, `limit` and `hasMore` as in `ConfigRepo.list`. */
  abstract list(query: { organizationId: string; after?: string; limit: number }): Promise<{ items: User[]; hasMore: boolean }>;

  /**
   * As `ConfigRepo.change`, but atomic over the whole organization: `f` also gets the number of its owners (role owner or operator), and no
   * other change or removal in the organization runs meanwhile. Answering `null` from `f` removes the user. Answers the user before and after.
   */
  abstract change(organizationId: string, id: string, f: (present: User, owners: number) => User | null): Promise<{ before: User; after: User | null } | null>;
}
