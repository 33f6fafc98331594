import type { Role, Scope } from '@moorage/domain';
import { EntitySchema } from 'typeorm';
import { columns, instant, key, text, texts } from './columns';

export interface OrganizationRow {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

export const OrganizationRow = new EntitySchema<OrganizationRow>({
  name: 'organization',
  schema: 'edge',
  tableName: 'organizations',
  columns: columns<OrganizationRow>({ id: key, name: text, createdAt: instant, updatedAt: instant }),
});

export interface UserRow {
  id: string;
  organizationId: string;
  name: string;
  email: string | null;
  role: Role;
  createdAt: Date;
  updatedAt: Date;
}

export const UserRow = new EntitySchema<UserRow>({
  name: 'user',
  schema: 'edge',
  tableName: 'users',
  columns: columns<UserRow>({ id: key, organizationId: text, name: text, email: text, role: text, createdAt: instant, updatedAt: instant }),
});

export interface ApiKeyRow {
  id: string;
  organizationId: string;
  userId: string | null;
  name: string;
  prefix: string;
  hash: string;
  role: Role;
  scopes: Scope[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const ApiKeyRow = new EntitySchema<ApiKeyRow>({
  name: 'api_key',
  schema: 'edge',
  tableName: 'api_keys',
  columns: columns<ApiKeyRow>({
    id: key,
    organizationId: text,
    userId: text,
    name: text,
    prefix: text,
    hash: text,
    role: text,
    scopes: texts,
    expiresAt: instant,
    lastUsedAt: instant,
    createdAt: instant,
    updatedAt: instant,
  }),
});
