import type { Connector, ConnectorCategory, ConnectorStatus, ConnectorType } from '../model/connector';

/** Who looks: decides which custom definitions are visible. */
export interface ConnectorViewer {
  organizationId: string;
  /** Id of the user or API key. */
  ownerId: string;
}

export interface ConnectorQuery {
  viewer: ConnectorViewer;
  type?: ConnectorType;
  category?: ConnectorCategory;
  status?: ConnectorStatus;
  /** Only ids that come after this one, compared as plain strings; the id need not exist. */
  after?: string;
  /** How many to pass over, after `after`. */
  offset?: number;
  /** At least 1. */
  limit: number;
}

/**
 * Where connector definitions are kept. Visible to a viewer: well-known ones (no organization), the organization's with
 * visibility `organization`, and the viewer's own private ones. What is not visible is absent, and absence is `null`.
 * What is returned is a copy, field by field as it was given: absent fields are absent, instants keep milliseconds.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ConnectorRepo {
  /** Stores a new definition; a duplicate id, whoever has it, rejects with `CONFLICT` and changes nothing. */
  abstract insert(connector: Connector): Promise<void>;

  /**
   * Creates or replaces well-known definitions, each as a whole; well-known ones that are not named stay. Answers the ids whose address,
   * transport or templates differ from before, new ones not among them; of processes that put the same at once, one is told.
   */
  abstract putWellKnown(connectors: Connector[]): Promise<string[]>;

  /** The definition, or `null` when the viewer sees none. */
  abstract find(viewer: ConnectorViewer, id: string): Promise<Connector | null>;

  /** What every filter given lets through, ascending by id as plain strings. At most `limit`; `hasMore` exactly when there are more after those. */
  abstract list(query: ConnectorQuery): Promise<{ items: Connector[]; hasMore: boolean }>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. */
  abstract change(viewer: ConnectorViewer, id: string, f: (present: Connector) => Connector): Promise<Connector | null>;

  /** Removes it; `false` when absent. */
  abstract remove(viewer: ConnectorViewer, id: string): Promise<boolean>;
}
