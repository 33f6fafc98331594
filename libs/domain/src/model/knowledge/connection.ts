import type { JsonObject } from '../json';

export const SYNC_MODES = ['full_refresh_overwrite', 'full_refresh_append', 'incremental_append', 'incremental_deduped_history'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** What of one stream is synced, and how. */
export interface ConfiguredStream {
  streamName: string;
  namespace?: string;
  syncMode: SyncMode;
  /** Path of the field whose greatest value tells where to go on. */
  cursorField?: string[];
  /** Paths of the fields that make a record unique. */
  primaryKey?: string[][];
  /** Paths of the fields to keep; all when absent. */
  selectedFields?: string[][];
}

/** When a connection runs: by hand, or by a cron expression. */
export interface Schedule {
  scheduleType: 'manual' | 'cron';
  cronExpression?: string;
}

/** A source, where it leads, and what is synced. */
export interface Connection {
  id: string;
  organizationId: string;
  workspaceId: string;
  name: string;
  sourceId: string;
  destinationId?: string;
  status: 'active' | 'inactive';
  schedule: Schedule;
  streams: ConfiguredStream[];
  createdAt: Date;
  updatedAt: Date;
}

/** A stream as a source offers it. Names and meanings are those of the Airbyte protocol. */
export interface Stream {
  name: string;
  namespace?: string;
  jsonSchema: JsonObject;
  supportedSyncModes: ('full_refresh' | 'incremental')[];
  sourceDefinedCursor?: boolean;
  defaultCursorField?: string[];
  sourceDefinedPrimaryKey?: string[][];
}

/** Where a source goes on next time, in its own words; nobody else looks inside. */
export type SyncState = JsonObject;
