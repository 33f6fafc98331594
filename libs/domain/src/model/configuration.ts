import type { Owner } from './caller';
import type { AuthMethod } from './connector';
import type { JsonObject } from './json';
import type { McpEra } from './mcp-target';
import type { ToolPolicy } from './sessions/tool-policy';

export type HealthStatus = 'healthy' | 'unhealthy' | 'unknown';

/** Credentials of a configuration as they are kept: opaque to all but the vault. */
export interface SealedCredentials {
  type: Exclude<AuthMethod, 'none'>;
  /** Envelope made by `Vault.encrypt`. */
  envelope: string;
  /** What the credentials were entered for, `scheme://host:port` or a command line; they are sent nowhere else. Empty: nowhere, until entered again. */
  origin: string;
  updatedAt: Date;
}

/**
 * One person's (or key's) set-up of a connector. `generation` starts at 1 and is raised by every change of credentials,
 * configuration, or the definition's address, transport or templates; late results that carry an older one are not stored.
 */
export interface Configuration {
  id: string;
  organizationId: string;
  owner: Owner;
  personalConnectorId: string;
  name: string;
  configuration: JsonObject;
  description?: string;
  metadata: JsonObject;
  enabled: boolean;
  generation: number;
  credentials?: SealedCredentials;
  healthStatus: HealthStatus;
  lastSyncAt?: Date;
  lastError?: string;
  /** Which tools assistants may use; `NO_POLICY` when absent. */
  tools?: ToolPolicy;
  /** Which MCP era the server spoke in this generation; absent until found out. */
  era?: McpEra;
  createdAt: Date;
  updatedAt: Date;
}
