import type { Log, Metrics } from '@moorage/domain';

/** What one instance of the service needs to know. */
export interface KnowledgeConnectorConfig {
  natsUrl: string;
  databaseUrl: string;
  /** Whether to bring the schema up to date first. */
  migrate: boolean;
  /** `kid:base64,…` */
  encryptionKeys: string;
  /** As `EGRESS_ALLOW`. */
  egressAllow: string;
  /** As `FILES_ROOTS`. */
  filesRoots: string;
  /** As `ALLOW_PROCESSES`. */
  allowProcesses: string;
  /** How many connectors that are commands may run at once. */
  processConcurrency: number;
  /** Whether the database is embedded, so that whoever uses this may run anything here anyway. */
  embedded?: boolean;
  /** Folder where commands keep what they download. */
  downloads?: string;
  log: Log;
  /** Where the app counts instead of in a registry of its own, which `opsPort` shows. */
  metrics?: Metrics;
  /** Not opened when absent. */
  opsPort?: number;
}
