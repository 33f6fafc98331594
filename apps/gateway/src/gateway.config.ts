import type { BootstrapResult, Log } from '@moorage/domain';

/** What one gateway needs to know. */
export interface GatewayConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  natsUrl: string;
  databaseUrl: string;
  /** Whether to bring the schema up to date first. */
  migrate: boolean;
  bootstrap: { organizationId: string; apiKey?: string };
  log: Log;
  /** Not opened when absent. */
  opsPort?: number;
  /** Holds the replies of services against their definitions, too. For tests. */
  checkReplies?: boolean;
}

/** A gateway that takes requests. */
export interface Gateway {
  /** Where a browser on this machine finds it. */
  url: string;
  port: number;
  /** What the start made or found; holds the first key only when this start made it. */
  bootstrap: BootstrapResult;
  /** Whether NATS and PostgreSQL answer. */
  ready(): Promise<boolean>;
  /** Takes no more requests, finishes those under way within a few seconds, and leaves. May be called again. */
  close(): Promise<void>;
}
