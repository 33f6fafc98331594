import type { BootstrapResult, BootstrapSettings, Log, Metrics } from '@moorage/domain';
import type { AccessSettings } from './access/access-settings';

/** What one gateway needs to know. */
export interface GatewayConfig extends AccessSettings {
  host: string;
  /** 0 takes a free one. */
  port: number;
  natsUrl: string;
  databaseUrl: string;
  /** Whether to bring the schema up to date first. */
  migrate: boolean;
  bootstrap: BootstrapSettings;
  log: Log;
  /** Where the app counts instead of in a registry of its own, which `opsPort` shows. */
  metrics?: Metrics;
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
  /** Makes organization and first user unless they are there, and answers whether the first key is still to be made. */
  prepare(): Promise<{ isNew: boolean }>;
  /** Makes the first key unless there is one. To be called when nothing can go wrong any more: a key that is made and not shown is lost. */
  bootstrap(): Promise<BootstrapResult>;
  /** Whether NATS and PostgreSQL answer. */
  ready(): Promise<boolean>;
  /** Takes no more requests, finishes those under way within a few seconds, and leaves. May be called again. */
  close(): Promise<void>;
}
