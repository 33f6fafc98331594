import type { User } from '../model/edge';

/** Users of organizations. Every look-up names the organization; another organization's user is absent. */
export abstract class UserRepo {
  /** Stores a new user; a duplicate id rejects with `CONFLICT`. */
  abstract insert(user: User): Promise<void>;
  abstract find(organizationId: string, id: string): Promise<User | null>;
  /** Newest id first. */
  abstract list(query: { organizationId: string; after?: string; limit: number }): Promise<{ items: User[]; hasMore: boolean }>;
  /**
   * Atomic as `ConfigRepo.change`, over the whole organization: `f` also gets the number of its owners (role owner or operator), and no
   * other change or removal in the organization runs meanwhile. Answering `null` from `f` removes the user.
   */
  abstract change(organizationId: string, id: string, f: (present: User, owners: number) => User | null): Promise<{ before: User; after: User | null } | null>;
}
