import type { DemoAddresses, Log, Metrics } from '@moorage/domain';

/** What one instance of the service needs to know. */
export interface PersonalConnectorConfig {
  natsUrl: string;
  databaseUrl: string;
  /** Whether to bring the schema up to date first. */
  migrate: boolean;
  /** `kid:base64,…` */
  encryptionKeys: string;
  /** As `EGRESS_ALLOW`. */
  egressAllow: string;
  /** As `ALLOW_STDIO`. */
  allowStdio: string;
  /** Whether the database is embedded, so that whoever uses this may run anything here anyway. */
  embedded?: boolean;
  /** Folder where commands keep what they download. */
  downloads?: string;
  testDeadlineMs: number;
  toolCacheTtlMs: number;
  /** How long a list of an assistant waits for one server. */
  listDeadlineMs: number;
  /** How long a server may be silent while an assistant waits for its answer. */
  callDeadlineMs: number;
  /** How long tool calls stay in their history. */
  callLogDays: number;
  log: Log;
  /** Where the app counts instead of in a registry of its own, which `opsPort` shows. */
  metrics?: Metrics;
  /** Present where the bundled demo servers run. */
  demo?: DemoAddresses;
  /** Not opened when absent. */
  opsPort?: number;
}
