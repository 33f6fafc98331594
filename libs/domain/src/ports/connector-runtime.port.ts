import type { CatalogReport, CheckReport, OpenConfiguration, ReadMessage, ReadRequest, RunnableConnector, SpecReport } from '../model/knowledge/connector-run';

/** How long, and until when, a connector may take. */
export interface RunLimits {
  /** Milliseconds for everything together. */
  deadlineMs: number;
  /** Aborting ends the run at once with the failure `CANCELLED`. */
  signal?: AbortSignal;
  /** Whose run it is: where runs have to wait for each other, turns are shared out among organizations. */
  organizationId?: string;
  /** W3C trace context of whoever asked, for what is written down of the run. */
  traceparent?: string;
}

/** What a check may do besides looking. */
export interface CheckOptions {
  /** Write one marked object to a destination and take it away again, where whether it can be written cannot be told otherwise. */
  writeProbe?: boolean;
}

/**
 * Runs connectors: learns what they need, tests a configuration, lists streams, reads.
 * Promises: never rejects; every fault is a `failure` of the catalogue, in words that hold none of the secrets of the configuration, neither
 * plain nor encoded; answers within `deadlineMs` plus two seconds and in bounded memory, whatever the connector or the server behind it does; leaves
 * no connection, process or file behind. What could not be found out is `indeterminate`. Concurrency: any number at once; what has to wait
 * for its turn waits within its deadline.
 */
export abstract class ConnectorRuntime {
  /** What the connector's configuration must look like. Needs no configuration, and asks no server. */
  abstract spec(connector: RunnableConnector, limits: RunLimits): Promise<SpecReport>;

  /**
   * Connects, authenticates and looks whether what is asked for may be read, or written to: for real, step by step. A source reads a little;
   * a destination leaves nothing written. The configuration was validated against the spec.
   */
  abstract check(connector: RunnableConnector, configuration: OpenConfiguration, options: CheckOptions, limits: RunLimits): Promise<CheckReport>;

  /**
   * All streams of a source, by namespace and name. A secret of the configuration that they repeat is taken out, unless it might be an
   * ordinary name.
   */
  abstract discover(connector: RunnableConnector, configuration: OpenConfiguration, limits: RunLimits): Promise<CatalogReport>;

  /**
   * Records of the streams asked for, with states to go on from. Ends after the last record, or with a failure as its last message.
   * Leaving the iteration ends the run. A state given is taken up where the stream is read incrementally.
   */
  abstract read(connector: RunnableConnector, configuration: OpenConfiguration, request: ReadRequest, limits: RunLimits): AsyncIterable<ReadMessage>;
}
