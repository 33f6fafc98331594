import { ACTOR_FAILURES, CHECK_STAGES, type ActorFailureCode } from '../errors/actor-failures';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors/catalogue';
import { FAILURES, FAILURE_STAGES, type FailureCode } from '../errors/failures';
import { ACTOR_TYPES, RUNTIME_KINDS } from '../model/knowledge/actor';
import { CALL_OUTCOMES } from '../model/sessions/tool-call';

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
const KNOWLEDGE = ['knowledge-connector'] as const;
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
const ACTOR_FAILURE_CODES = Object.keys(ACTOR_FAILURES) as ActorFailureCode[];

const method = oneOf('HTTP method', HTTP_METHODS);
const route = named('template of the route; `unknown` for an address that nothing is at, `unreadable` for what is no HTTP request');
const subject = named('subject of the message');
const outcome = oneOf('`ok`, or the error code', ['ok', ...ERROR_CODES]);
const side = oneOf('whether it sends messages or takes them', ['client', 'server']);
const kind = oneOf('what the caller asked for', ['test', 'refresh']);
const result = oneOf('what it showed; a cancelled one says nothing of the server', ['healthy', 'unhealthy', 'cancelled']);

const actor = oneOf('which side it is', ACTOR_TYPES);
const connector = named('the well-known connector, by the id of its definition; `custom` for all others');
const runtime = oneOf('how the connector runs', RUNTIME_KINDS);
const RUN_RESULTS = ['succeeded', 'failed', 'indeterminate', 'cancelled'] as const;
const runResult = oneOf('what it showed; only a failed one says that the configuration is wrong', RUN_RESULTS);
const runFailure = { stage: oneOf('step where it failed', ['none', ...CHECK_STAGES]), code: oneOf('failure code of knowledge connectors', ['none', ...ACTOR_FAILURE_CODES]) };
const part = oneOf('what this part of the connection showed; `skipped` when there was nothing to look at', [...RUN_RESULTS, 'skipped']);

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

  moorage_bus_calls_total: counter(GATEWAY, 'Messages that were sent to a service for its reply, or for a stream, which is `ok` also when its reader left.', { subject, outcome }),
  moorage_bus_call_duration_seconds: histogram(GATEWAY, 'From sending a message to its reply or the end of its stream, or to giving up.', { subject }),
  moorage_bus_calls_in_flight: gauge(WITH_CLIENT, 'Messages that wait for their reply, and open streams.', {}),
  moorage_bus_requests_total: counter(SERVICES, 'Messages that this service replied to, with a reply or a stream.', { subject, outcome }),
  moorage_bus_request_duration_seconds: histogram(SERVICES, 'From the arrival of a message to its reply, or to the end of its stream.', { subject }),
  moorage_bus_requests_in_flight: gauge(SERVICES, 'Messages that are being handled, and open streams.', {}),
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

  moorage_assistant_sessions: gauge(PERSONAL, 'Assistant sessions that live in this instance.', {}),
  moorage_assistant_sessions_taken_total: counter(PERSONAL, 'Assistant sessions that this instance went on with after another one.', {
    from: oneOf('handed over by an instance that stopped, or lost by one that does not answer any more', ['handed_over', 'lost']),
  }),
  moorage_server_exchanges_in_flight: gauge(PERSONAL, 'Exchanges with MCP servers that an assistant, or a call through the API, waits for.', {}),
  moorage_tool_calls_total: counter(PERSONAL, 'Calls of tools, by how they ended; a refused one never left.', {
    outcome: oneOf('how it ended', CALL_OUTCOMES),
    via: oneOf('by an MCP endpoint, or by the API', ['mcp', 'rest']),
  }),

  moorage_actor_tests_total: counter(KNOWLEDGE, 'Tests of sources and destinations that reached their end, alone or as a side of a connection, by what they showed.', { side: actor, runtime, connector, result: runResult, ...runFailure }),
  moorage_actor_test_duration_seconds: histogram(KNOWLEDGE, 'How long such a test took, from the question to the last answer of the connector.', { side: actor, runtime, result: runResult }),
  moorage_actor_step_duration_seconds: histogram(KNOWLEDGE, 'Time that such tests took, step by step; a step that was not taken is not counted.', { connector, step: oneOf('step of the test', CHECK_STAGES) }),
  moorage_connection_tests_total: counter(KNOWLEDGE, 'Tests of connections that reached their end, by what each part showed.', { source: part, destination: part, streams: part }),
  moorage_discoveries_total: counter(KNOWLEDGE, 'Times that a source was asked for its streams, by what came of it.', { runtime, connector, result: runResult, ...runFailure }),
  moorage_discovery_duration_seconds: histogram(KNOWLEDGE, 'How long a discovery took, from the question to the last answer of the connector.', { connector, result: runResult }),
  moorage_catalog_cache_reads_total: counter(KNOWLEDGE, 'What was remembered of the streams of a source when they were asked for.', {
    result: oneOf('a hit was served, all others asked the source', ['hit', 'miss', 'forced']),
  }),
  moorage_spec_cache_reads_total: counter(KNOWLEDGE, 'Whether the spec of a connector that is a command was remembered when it was needed.', {
    result: oneOf('a miss started the command, or waited for one that was started', ['hit', 'miss']),
  }),

  moorage_commands_running: gauge(SERVICES, 'Commands that run: servers of personal connectors, or knowledge connectors.', {}),
  moorage_commands_waiting: gauge(SERVICES, 'Commands that wait for their turn.', {}),
  moorage_commands_max: gauge(SERVICES, 'Commands that may run at once; of knowledge connectors, `PROCESS_CONCURRENCY`.', {}),

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
