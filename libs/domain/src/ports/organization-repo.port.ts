import type { Organization } from '../model/edge';

/** Organizations. Absence is `null`; returned objects are copies. */
export abstract class OrganizationRepo {
  /** Stores a new organization; a duplicate id rejects with `CONFLICT`. */
  abstract insert(organization: Organization): Promise<void>;
  abstract find(id: string): Promise<Organization | null>;
  /** Newest id first; `after` is an id compared as a plain string. */
  abstract list(query: { after?: string; limit: number }): Promise<{ items: Organization[]; hasMore: boolean }>;
  /** Atomic as `ConfigRepo.change`. */
  abstract change(id: string, f: (present: Organization) => Organization): Promise<Organization | null>;
}
