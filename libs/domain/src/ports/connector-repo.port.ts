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
  offset?: number;
  limit: number;
}

/**
 * Where connector definitions are kept. Visible to a viewer: well-known ones (no organization), the organization's with
 * visibility `organization`, and the viewer's own private ones. What is not visible is absent. Returned objects are copies.
 */
export abstract class ConnectorRepo {
  /** Stores a new definition; a duplicate id rejects with `CONFLICT`. */
  abstract insert(connector: Connector): Promise<void>;

  /** Creates or replaces well-known definitions. Answers the ids whose address, transport or templates differ from before. */
  abstract putWellKnown(connectors: Connector[]): Promise<string[]>;

  abstract find(viewer: ConnectorViewer, id: string): Promise<Connector | null>;

  /** Ascending by id as plain strings. */
  abstract list(query: ConnectorQuery): Promise<{ items: Connector[]; hasMore: boolean }>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. */
  abstract change(viewer: ConnectorViewer, id: string, f: (present: Connector) => Connector): Promise<Connector | null>;

  /** Removes it; `false` when absent. */
  abstract remove(viewer: ConnectorViewer, id: string): Promise<boolean>;
}
