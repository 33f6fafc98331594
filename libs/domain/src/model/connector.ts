import { canonicalJson, type JsonObject } from './json';

export const CONNECTOR_TYPES = ['official', 'built_in', 'custom'] as const;
export type ConnectorType = (typeof CONNECTOR_TYPES)[number];

export const CONNECTOR_CATEGORIES = ['productivity', 'development', 'communication', 'design', 'custom'] as const;
export type ConnectorCategory = (typeof CONNECTOR_CATEGORIES)[number];

export const CONNECTOR_STATUSES = ['active', 'deprecated', 'maintenance'] as const;
export type ConnectorStatus = (typeof CONNECTOR_STATUSES)[number];

export const SERVER_TYPES = ['http', 'sse', 'stdio'] as const;
export type ServerType = (typeof SERVER_TYPES)[number];

export const AUTH_METHODS = ['none', 'api_key', 'bearer', 'basic', 'oauth2', 'custom'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

export type Visibility = 'private' | 'organization';

/**
 * A connector definition: how one MCP server is reached and what a configuration of it must contain.
 * `serverUrl`, the values of `headers` and `env`, and `args` are templates, see `use-cases/credentials/template`.
 */
export interface Connector {
  id: string;
  name: string;
  type: ConnectorType;
  /** Kind key for machines: `github`, `custom_mcp`, … */
  connectorId: string;
  description?: string;
  iconUrl?: string;
  category?: ConnectorCategory;
  version?: string;
  status: ConnectorStatus;
  serverType: ServerType;
  serverUrl?: string;
  command?: string;
  args?: string[];
  env?: Record<string, string>;
  headers?: Record<string, string>;
  authMethods: AuthMethod[];
  /** JSON Schema 2020-12 of `Configuration.configuration`. */
  configurationSchema: JsonObject;
  visibility: Visibility;
  metadata: JsonObject;
  createdAt: Date;
  updatedAt: Date;
  /** The user (or API key) that made a custom definition. */
  createdBy?: string;
  /** Absent for well-known definitions, which every organization sees. */
  organizationId?: string;
}

/** What decides where a server is and how it is reached: when it differs, configurations start a new generation. Equal text, equal wiring. */
export function wiringOf({ serverType, serverUrl, command, args, env, headers }: Connector): string {
  return canonicalJson([serverType, serverUrl ?? null, command ?? null, args ?? null, env ?? null, headers ?? null]);
}
