import type {
  AuthMethod,
  CachedTools,
  Check,
  ConnectorCategory,
  ConnectorStatus,
  ConnectorType,
  Failure,
  HealthStatus,
  McpEra,
  SealedCredentials,
  ServerType,
  StageTimings,
  Tool,
  ToolPolicy,
  Visibility,
} from '@moorage/domain';
import { EntitySchema } from 'typeorm';
import { columns, double, flag, instant, integer, json, jsonb, key, text, texts } from './columns';

/** A JSON object, as far as a row knows: TypeORM's types do not end on a type that contains itself. */
export type JsonColumn = object;

export interface ConnectorRow {
  id: string;
  organizationId: string | null;
  createdBy: string | null;
  name: string;
  type: ConnectorType;
  connectorId: string;
  description: string | null;
  iconUrl: string | null;
  category: ConnectorCategory | null;
  version: string | null;
  status: ConnectorStatus;
  serverType: ServerType;
  serverUrl: string | null;
  command: string | null;
  args: string[] | null;
  env: Record<string, string> | null;
  headers: Record<string, string> | null;
  authMethods: AuthMethod[];
  configurationSchema: JsonColumn;
  visibility: Visibility;
  metadata: JsonColumn;
  createdAt: Date;
  updatedAt: Date;
}

export const ConnectorRow = new EntitySchema<ConnectorRow>({
  name: 'connector',
  schema: 'personal',
  tableName: 'connectors',
  columns: columns<ConnectorRow>({
    id: key,
    organizationId: text,
    createdBy: text,
    name: text,
    type: text,
    connectorId: text,
    description: text,
    iconUrl: text,
    category: text,
    version: text,
    status: text,
    serverType: text,
    serverUrl: text,
    command: text,
    args: json,
    env: json,
    headers: json,
    authMethods: texts,
    configurationSchema: json,
    visibility: text,
    metadata: json,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface ConfigurationRow {
  id: string;
  organizationId: string;
  ownerKind: 'user' | 'api_key';
  ownerId: string;
  personalConnectorId: string;
  name: string;
  configuration: JsonColumn;
  description: string | null;
  metadata: JsonColumn;
  enabled: boolean;
  generation: number;
  credentialsType: SealedCredentials['type'] | null;
  credentialsEnvelope: string | null;
  credentialsOrigin: string | null;
  credentialsUpdatedAt: Date | null;
  healthStatus: HealthStatus;
  lastSyncAt: Date | null;
  lastError: string | null;
  tools: ToolPolicy | null;
  era: McpEra | null;
  createdAt: Date;
  updatedAt: Date;
}

export const ConfigurationRow = new EntitySchema<ConfigurationRow>({
  name: 'configuration',
  schema: 'personal',
  tableName: 'configurations',
  columns: columns<ConfigurationRow>({
    id: key,
    organizationId: text,
    ownerKind: text,
    ownerId: text,
    personalConnectorId: text,
    name: text,
    configuration: json,
    description: text,
    metadata: jsonb,
    enabled: flag,
    generation: integer,
    credentialsType: text,
    credentialsEnvelope: text,
    credentialsOrigin: text,
    credentialsUpdatedAt: instant,
    healthStatus: text,
    lastSyncAt: instant,
    lastError: text,
    tools: json,
    era: text,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface ToolCacheRow {
  configurationId: string;
  generation: number;
  tools: Tool[];
  fingerprints: Record<string, string>;
  change: CachedTools['change'];
  fetchedAt: Date;
  expiresAt: Date;
  invalidated: boolean;
}

export const ToolCacheRow = new EntitySchema<ToolCacheRow>({
  name: 'tool_cache',
  schema: 'personal',
  tableName: 'tool_caches',
  columns: columns<ToolCacheRow>({
    configurationId: key,
    generation: integer,
    tools: json,
    fingerprints: json,
    change: json,
    fetchedAt: instant,
    expiresAt: instant,
    invalidated: flag,
  }),
});

export interface CheckRow {
  configurationId: string;
  id: string;
  kind: Check['kind'];
  at: Date;
  status: Check['status'];
  responseTimeMs: number;
  timings: StageTimings;
  toolCount: number | null;
  protocolVersion: string | null;
  serverVersion: string | null;
  failure: Failure | null;
}

export const CheckRow = new EntitySchema<CheckRow>({
  name: 'check',
  schema: 'personal',
  tableName: 'checks',
  columns: columns<CheckRow>({
    configurationId: key,
    id: key,
    kind: text,
    at: instant,
    status: text,
    responseTimeMs: double,
    timings: json,
    toolCount: integer,
    protocolVersion: text,
    serverVersion: text,
    failure: json,
  }),
});
