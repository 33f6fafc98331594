import { ERROR_CATALOGUE, type ErrorCode } from '../errors/catalogue';
import { FAILURES, FAILURE_STAGES, type FailureCode } from '../errors/failures';

export const APPS = ['gateway', 'personal-connector', 'knowledge-connector'] as const;
export type App = (typeof APPS)[number];

export const METRIC_KINDS = ['counter', 'histogram', 'gauge'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** What a series is told apart by. Its values are listed, or names that stand in our own code: never anything that a caller or a server sent. */
export interface MetricLabel<Value extends string = string> {
  doc: string;
  values?: readonly Value[];
}

type Labels = Record<string, MetricLabel>;

export interface Metric<Kind extends MetricKind = MetricKind, L extends Labels = Labels> {
  kind: Kind;
  /** One sentence, for the reference and for the `HELP` line. */
  help: string;
  labels: L;
  /** Where it is counted. */
  apps: readonly App[];
}

/** Upper limits of the buckets of every duration, in seconds: from a cached read to the longest test. */
export const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'other'] as const;

const GATEWAY = ['gateway'] as const;
const PERSONAL = ['personal-connector'] as const;
const SERVICES = ['personal-connector', 'knowledge-connector'] as const;
/** Those that send messages, if only broadcasts. */
const WITH_CLIENT = ['gateway', 'personal-connector'] as const;

const oneOf = <const Value extends string>(doc: string, values: readonly Value[]): MetricLabel<Value> => ({ doc, values });
const named = (doc: string): MetricLabel => ({ doc });

const metric =
  <Kind extends MetricKind>(kind: Kind) =>
  <L extends Labels>(apps: readonly App[], help: string, labels: L): Metric<Kind, L> => ({ kind, help, labels, apps });

const counter = metric('counter');
const histogram = metric('histogram');
const gauge = metric('gauge');

const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const FAILURE_CODES = Object.keys(FAILURES) as FailureCode[];

const method = oneOf('HTTP method', HTTP_METHODS);
const route = named('template of the route; `unknown` for an address that nothing is at, `unreadable` for what is no HTTP request');
const subject = named('subject of the message');
const outcome = oneOf('`ok`, or the error code', ['ok', ...ERROR_CODES]);
const side = oneOf('whether it sends messages or takes them', ['client', 'server']);
const kind = oneOf('what the caller asked for', ['test', 'refresh']);
const result = oneOf('what it showed; a cancelled one says nothing of the server', ['healthy', 'unhealthy', 'cancelled']);

/**
 * Everything that is measured, by its name in Prometheus. The reference page is generated from this table, and what is not in it cannot be counted.
 * Each app adds the label `app`.
 */
export const METRICS = {
  moorage_http_requests_total: counter(GATEWAY, 'HTTP requests that were answered.', { method, route, status: named('HTTP status; `left` when the caller did not wait for it') }),
  moorage_http_request_duration_seconds: histogram(GATEWAY, 'From the headers of a request to the end of its answer.', { method, route }),
  moorage_http_requests_in_flight: gauge(GATEWAY, 'HTTP requests that are being answered.', {}),
  moorage_http_errors_total: counter(GATEWAY, 'Errors that callers were answered with, whatever route they asked.', { code: oneOf('error code', ERROR_CODES) }),
  moorage_authentications_total: counter(GATEWAY, 'Attempts to find out who is calling.', { outcome: oneOf('`accepted`, or the error code', ['accepted', ...ERROR_CODES]) }),

  moorage_bus_calls_total: counter(GATEWAY, 'Messages that were sent to a service for its reply.', { subject, outcome }),
  moorage_bus_call_duration_seconds: histogram(GATEWAY, 'From sending a message to its reply, or to giving up.', { subject }),
  moorage_bus_calls_in_flight: gauge(WITH_CLIENT, 'Messages that wait for their reply.', {}),
  moorage_bus_requests_total: counter(SERVICES, 'Messages that this service replied to.', { subject, outcome }),
  moorage_bus_request_duration_seconds: histogram(SERVICES, 'From the arrival of a message to its reply.', { subject }),
  moorage_bus_requests_in_flight: gauge(SERVICES, 'Messages that are being handled.', {}),
  moorage_bus_connected: gauge(APPS, '1 while the connection to NATS stands, 0 while it is sought again.', { side }),
  moorage_bus_connections_total: counter(APPS, 'Connections to NATS that were made; each after the first is one that was lost and found again.', { side }),

  moorage_checks_total: counter(PERSONAL, 'Tests and refreshes that reached their end, by what they showed.', {
    kind,
    result,
    stage: oneOf('where it failed', ['none', ...FAILURE_STAGES]),
    code: oneOf('failure code', ['none', ...FAILURE_CODES]),
  }),
  moorage_check_duration_seconds: histogram(PERSONAL, 'How long a test or a refresh took, from the opening of the credentials to the last answer of the server.', { kind, result }),
  moorage_upstream_stage_duration_seconds: histogram(PERSONAL, 'Time that MCP servers took, stage by stage; a stage that did not run is not counted.', {
    stage: oneOf('stage of the connection', ['dns', 'connect', 'tls', 'handshake', 'list_tools']),
    era: oneOf('way of speaking MCP, as far as it was found out', ['2024', '2025', '2026', 'unknown']),
  }),
  moorage_tool_cache_reads_total: counter(PERSONAL, 'What the tool cache had when the tools of a configuration were asked for.', {
    result: oneOf('a hit was served, all others asked the server', ['hit', 'stale', 'miss', 'forced']),
  }),
  moorage_tool_fetches_total: counter(PERSONAL, 'How callers that needed the tools of a server got them.', {
    role: oneOf('made the upstream call, joined that of somebody else, found them cached meanwhile, or gave up waiting', ['made', 'joined', 'found', 'gave_up']),
  }),

  moorage_database_connections: gauge(APPS, 'Connections of the pool to PostgreSQL.', { state: oneOf('what they do', ['busy', 'idle']) }),
  moorage_database_connections_max: gauge(APPS, 'Connections that the pool may open.', {}),
  moorage_database_waiting: gauge(APPS, 'Statements that wait for a connection: the pool is exhausted.', {}),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

type NamesOf<Kind extends MetricKind> = { [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never }[MetricName];
export type CounterName = NamesOf<'counter'>;
export type HistogramName = NamesOf<'histogram'>;
export type GaugeName = NamesOf<'gauge'>;

/** The labels that a metric must be given, each with the values that it may have. */
export type LabelsOf<Name extends MetricName> = {
  [L in keyof (typeof METRICS)[Name]['labels']]: (typeof METRICS)[Name]['labels'][L] extends MetricLabel<infer Value> ? Value : never;
};
