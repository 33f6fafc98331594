// Builders: complete objects of the model, each field changeable.
export {
  aCaller,
  aCheck,
  aConfiguration,
  aConnector,
  anApiKey,
  anOrganization,
  aTool,
  aUser,
  aWellKnownConnector,
  BUILT_AT,
  ORGANIZATIONS,
  someCachedTools,
  UNUSUAL_TEXT,
  USERS,
} from './builders';
export {
  aCatalog,
  aConnection,
  aDestination,
  anActorDefinition,
  aSource,
  aSpec,
  aStream,
  aTag,
  aWellKnownDefinition,
  aWorkspace,
} from './knowledge-builders';
export { anAssistantSession, aToolCall } from './session-builders';

// Access tokens, and who issues them.
export { ACCESS_AUDIENCE, ACCESS_ISSUER, accessClaims, type ClaimChanges } from './access-claims';
export { TokenIssuer } from './token-issuer';

// What contracts are made of.
export { concurrently } from './port-contracts/concurrently';
export { defineContract, type Clause, type Contract, type ContractOptions, type Exemption, type Harness } from './port-contracts/contract';
export { followRealTime } from './follow-real-time';
export { metricFaults } from './metric-faults';
export { readMetricsText } from './read-metrics-text';
export { rejectionOf } from './port-contracts/rejection-of';
export type { McpHarness, Noticed, ScriptedFault, ScriptedServer } from './port-contracts/scripted-server';
export { eventually, within } from './port-contracts/within';

// One contract for each port.
export { acceptedToolsContract, describeAcceptedToolsContract, type AcceptedToolsHarness } from './port-contracts/accepted-tools.contract';
export { actorDefinitionRepoContract, describeActorDefinitionRepoContract } from './port-contracts/actor-definition-repo.contract';
export { actorRepoContract, describeActorRepoContract } from './port-contracts/actor-repo.contract';
export { announcerContract, describeAnnouncerContract, type AnnouncerHarness, type HeardHint } from './port-contracts/announcer.contract';
export { apiKeyRepoContract, describeApiKeyRepoContract, type ApiKeyRepoHarness } from './port-contracts/api-key-repo.contract';
export { callLogContract, describeCallLogContract, type CallLogHarness } from './port-contracts/call-log.contract';
export { catalogCacheContract, describeCatalogCacheContract } from './port-contracts/catalog-cache.contract';
export { checkLogContract, describeCheckLogContract, type CheckLogHarness } from './port-contracts/check-log.contract';
export { clockContract, describeClockContract, type ClockHarness } from './port-contracts/clock.contract';
export { configRepoContract, describeConfigRepoContract, type ConfigRepoHarness } from './port-contracts/config-repo.contract';
export { connectionRepoContract, describeConnectionRepoContract } from './port-contracts/connection-repo.contract';
export { connectorRepoContract, describeConnectorRepoContract, type ConnectorRepoHarness } from './port-contracts/connector-repo.contract';
export { connectorRuntimeContract, describeConnectorRuntimeContract } from './port-contracts/connector-runtime.contract';
export { playRead, streamsInOrder } from './port-contracts/play-read';
export type { ConnectorRuntimeHarness, ScriptedActorFault, ScriptedConnector, ScriptedStream } from './port-contracts/scripted-connector';
export { describeFlightLedgerContract, flightLedgerContract, type FlightLedgerHarness } from './port-contracts/flight-ledger.contract';
export { describeHasherContract, hasherContract, type HasherHarness } from './port-contracts/hasher.contract';
export { describeHealthProberContract, healthProberContract, type HealthProberHarness } from './port-contracts/health-prober.contract';
export { describeIdempotencyStoreContract, idempotencyStoreContract, type IdempotencyStoreHarness } from './port-contracts/idempotency-store.contract';
export { describeIdsContract, idsContract, type IdsHarness } from './port-contracts/ids.contract';
export { describeJsonSchemasContract, jsonSchemasContract, type JsonSchemasHarness } from './port-contracts/json-schemas.contract';
export { describeLogContract, logContract, type LogHarness, type LogLine } from './port-contracts/log.contract';
export { describeMetricsContract, metricsContract, type MetricSample, type MetricsHarness } from './port-contracts/metrics.contract';
export { describeOrganizationRepoContract, organizationRepoContract, type OrganizationRepoHarness } from './port-contracts/organization-repo.contract';
export { describeRateCounterContract, rateCounterContract, type RateCounterHarness } from './port-contracts/rate-counter.contract';
export { describeSealerContract, sealerContract, type SealerHarness } from './port-contracts/sealer.contract';
export { describeServerRegistryContract, serverRegistryContract } from './port-contracts/server-registry.contract';
export type { ScriptedRegistry, ScriptedRegistryFault, ServerRegistryHarness } from './port-contracts/scripted-registry';
export { describeSessionRepoContract, sessionRepoContract, type SessionRepoHarness } from './port-contracts/session-repo.contract';
export { describeSpecCacheContract, specCacheContract, type SpecCacheHarness } from './port-contracts/spec-cache.contract';
export { describeTagRepoContract, tagRepoContract } from './port-contracts/tag-repo.contract';
export { describeTokenVerifierContract, tokenVerifierContract, type TokenVerifierHarness } from './port-contracts/token-verifier.contract';
export { describeToolCacheContract, toolCacheContract, type ToolCacheHarness } from './port-contracts/tool-cache.contract';
export { describeToolSourceContract, toolSourceContract, type ToolSourceHarness } from './port-contracts/tool-source.contract';
export type { Manners, TalkingServer } from './port-contracts/talking-server';
export { describeUpstreamsContract, upstreamsContract, type UpstreamsHarness } from './port-contracts/upstreams.contract';
export { describeUserRepoContract, userRepoContract, type UserRepoHarness } from './port-contracts/user-repo.contract';
export { describeVaultContract, vaultContract, type VaultHarness } from './port-contracts/vault.contract';
export { describeWorkspaceRepoContract, workspaceRepoContract } from './port-contracts/workspace-repo.contract';
export type { KnowledgeStores } from './port-contracts/knowledge-stores';

// Adapters that are wrong on purpose, made from honest ones: they prove that the contracts above bite.
export type { Fault } from './faulty/fault';
export { faultyConfigRepos } from './faulty/faulty-config-repos';
export { faultyHealthProbers } from './faulty/faulty-health-probers';
export { faultySessionRepos } from './faulty/faulty-session-repos';
export { faultyToolCaches } from './faulty/faulty-tool-caches';
export { faultyVaults } from './faulty/faulty-vaults';

// Servers that misbehave.
export { selfSigned, testAuthority, type TestAuthority, type Validity } from './hostile/certificates';
export { hostileCommands, oddCommands, type HostileCommand, type OddCommand } from './hostile/hostile-commands';
export { hostileConnectors, hostileReads, oddConnectors, type HostileConnector, type HostileRead, type OddConnector } from './hostile/hostile-connectors';
export { hostileServers, type HostileServer } from './hostile/hostile-servers';
export { fail, result, serveMcp, type McpExchange, type McpMethod, type McpReply } from './hostile/mcp-server';
export { serveNames, type RunningNameServer } from './hostile/name-server';
export { serveHttp, serveTcp, type RunningServer, type SeenRequest } from './hostile/running-server';
