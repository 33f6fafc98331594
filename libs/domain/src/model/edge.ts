import type { Role, Scope } from './caller';

/** An organization: the wall between tenants. */
export interface Organization {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A member of one organization. */
export interface User {
  id: string;
  organizationId: string;
  name: string;
  email?: string;
  role: Role;
  createdAt: Date;
  updatedAt: Date;
}

/** An API key. The key itself is shown once and never stored: `hash` is its SHA-256 in lower-case hex. */
export interface ApiKey {
  id: string;
  organizationId: string;
  /** Set when the key acts for a user; absent when the key owns what it creates. */
  userId?: string;
  name: string;
  /** `mrg_` and the first characters, enough to recognise the key and useless to guess it. */
  prefix: string;
  hash: string;
  role: Role;
  scopes: Scope[];
  expiresAt?: Date;
  lastUsedAt?: Date;
  createdAt: Date;
  updatedAt: Date;
}
