import { EntitySchema } from 'typeorm';
import type { ApiKey, Organization, User } from '@moorage/domain';
import { id, instant, json, text } from './row-columns';

/** A model object as a row: what is optional there is nullable here. */
type Row<T> = { [K in keyof Required<T>]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };

export type OrganizationRow = Row<Organization>;
export type UserRow = Row<User>;
export type ApiKeyRow = Row<ApiKey>;

const stamps = { createdAt: instant('created_at'), updatedAt: instant('updated_at') };

export const organizationRows = new EntitySchema<OrganizationRow>({
  name: 'organization',
  schema: 'edge',
  tableName: 'organizations',
  columns: { id, name: text('name'), ...stamps },
});

export const userRows = new EntitySchema<UserRow>({
  name: 'user',
  schema: 'edge',
  tableName: 'users',
  columns: { id, organizationId: text('organization_id'), name: text('name'), email: text('email', { nullable: true }), role: text('role'), ...stamps },
});

export const apiKeyRows = new EntitySchema<ApiKeyRow>({
  name: 'api_key',
  schema: 'edge',
  tableName: 'api_keys',
  columns: {
    id,
    organizationId: text('organization_id'),
    userId: text('user_id', { nullable: true }),
    name: text('name'),
    prefix: text('prefix'),
    hash: text('hash'),
    role: text('role'),
    scopes: json('scopes'),
    expiresAt: instant('expires_at', { nullable: true }),
    lastUsedAt: instant('last_used_at', { nullable: true }),
    ...stamps,
  },
});
