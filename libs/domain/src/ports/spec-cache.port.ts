import type { ConnectorSpec } from '../model/knowledge/connector-run';

/** One version of one definition. */
export interface SpecKey {
  definitionId: string;
  version: number;
}

/**
 * What commands have said of themselves, so that they are not started again for it. Shared by all processes, and may be lost at any time:
 * what is in it can be asked for again. Absence is `null`. Any number of calls may run at once; none can be cancelled.
 */
export abstract class SpecCache {
  /** The spec of exactly this version, or `null`. */
  abstract get(key: SpecKey): Promise<ConnectorSpec | null>;

  /** Keeps it, and forgets older versions. An older version than the kept one is not kept. */
  abstract put(key: SpecKey, spec: ConnectorSpec): Promise<void>;

  /** Forgets all versions. */
  abstract forget(definitionId: string): Promise<void>;
}
