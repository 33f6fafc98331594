import type { Organization } from '../model/edge';

/**
 * Organizations. Absence is `null`. What is returned is a copy, field by field as it was given; instants keep milliseconds.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class OrganizationRepo {
  /** Stores a new organization. A duplicate id rejects with `CONFLICT` and changes nothing. */
  abstract insert(organization: Organization): Promise<void>;

  /** The organization, or `null`. */
  abstract find(id: string): Promise<Organization | null>;

  /** Newest id first; `after`, `limit` and `hasMore` as in `ConfigRepo.list`. */
  abstract list(query: { after?: string; limit: number }): Promise<{ items: Organization[]; hasMore: boolean }>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. */
  abstract change(id: string, f: (present: Organization) => Organization): Promise<Organization | null>;
}
