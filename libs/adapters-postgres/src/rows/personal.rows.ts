import { EntitySchema } from 'typeorm';
import type { Check, Configuration, Connector, SealedCredentials } from '@moorage/domain';
import { id, instant, json, text } from './row-columns';

type Nullable<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: Exclude<T[P], undefined> | null };

/** The owner and the credentials of a configuration lie in columns of their own. */
export type ConfigurationRow = Nullable<Omit<Configuration, 'owner' | 'credentials'>, 'description' | 'lastSyncAt' | 'lastError' | 'era'> & {
  userId: string | null;
  apiKeyId: string | null;
  credentialType: SealedCredentials['type'] | null;
  credentialEnvelope: string | null;
  credentialOrigin: string | null;
  credentialsUpdatedAt: Date | null;
};

export type ConnectorRow = Nullable<
  Connector,
  'description' | 'iconUrl' | 'category' | 'version' | 'serverUrl' | 'command' | 'args' | 'env' | 'headers' | 'createdBy' | 'organizationId'
>;

export type CheckRow = Nullable<Check, 'toolCount' | 'protocolVersion' | 'serverVersion' | 'failure'>;

const stamps = { createdAt: instant('created_at'), updatedAt: instant('updated_at') };

export const configurationRows = new EntitySchema<ConfigurationRow>({
  name: 'configuration',
  schema: 'personal',
  tableName: 'configurations',
  columns: {
    id,
    organizationId: text('organization_id'),
    userId: text('user_id', { nullable: true }),
    apiKeyId: text('api_key_id', { nullable: true }),
    personalConnectorId: text('personal_connector_id'),
    name: text('name'),
    configuration: json('configuration'),
    description: text('description', { nullable: true }),
    metadata: { type: 'jsonb', name: 'metadata' },
    enabled: { type: 'boolean', name: 'enabled' },
    generation: { type: 'integer', name: 'generation' },
    credentialType: text('credential_type', { nullable: true }),
    credentialEnvelope: text('credential_envelope', { nullable: true }),
    credentialOrigin: text('credential_origin', { nullable: true }),
    credentialsUpdatedAt: instant('credentials_updated_at', { nullable: true }),
    healthStatus: text('health_status'),
    lastSyncAt: instant('last_sync_at', { nullable: true }),
    lastError: text('last_error', { nullable: true }),
    era: text('era', { nullable: true }),
    ...stamps,
  },
});

export const connectorRows = new EntitySchema<ConnectorRow>({
  name: 'connector',
  schema: 'personal',
  tableName: 'connectors',
  columns: {
    id,
    name: text('name'),
    type: text('type'),
    connectorId: text('connector_id'),
    description: text('description', { nullable: true }),
    iconUrl: text('icon_url', { nullable: true }),
    category: text('category', { nullable: true }),
    version: text('version', { nullable: true }),
    status: text('status'),
    serverType: text('server_type'),
    serverUrl: text('server_url', { nullable: true }),
    command: text('command', { nullable: true }),
    args: json('args', { nullable: true }),
    env: json('env', { nullable: true }),
    headers: json('headers', { nullable: true }),
    authMethods: json('auth_methods'),
    configurationSchema: json('configuration_schema'),
    visibility: text('visibility'),
    metadata: json('metadata'),
    createdBy: text('created_by', { nullable: true }),
    organizationId: text('organization_id', { nullable: true }),
    ...stamps,
  },
});

export const checkRows = new EntitySchema<CheckRow>({
  name: 'check',
  schema: 'personal',
  tableName: 'checks',
  columns: {
    id,
    configurationId: text('configuration_id'),
    kind: text('kind'),
    at: instant('at'),
    status: text('status'),
    responseTimeMs: { type: 'double precision', name: 'response_time_ms' },
    timings: json('timings'),
    toolCount: { type: 'integer', name: 'tool_count', nullable: true },
    protocolVersion: text('protocol_version', { nullable: true }),
    serverVersion: text('server_version', { nullable: true }),
    failure: json('failure', { nullable: true }),
  },
});
