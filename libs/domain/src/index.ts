// The public surface of the domain, by name. Nothing inside the library imports this file.
export { actorError } from './errors/actor-error';
export {
  ACTOR_FAILURES,
  actorFailure,
  CHECK_STAGES,
  FAILURE_TYPES,
  saying,
  type ActorFailure,
  type ActorFailureCode,
  type CheckStage,
  type FailureType,
} from './errors/actor-failures';
export { ERROR_CATALOGUE, isErrorCode, type ErrorCode, type ErrorEntry, type ErrorKind } from './errors/catalogue';
export { ERA_DOUBTS } from './errors/era-doubts';
export { failure, FAILURES, FAILURE_STAGES, quoting, type Failure, type FailureCode, type FailureStage } from './errors/failures';
export { invariant, MoorageError, type FieldFault } from './errors/moorage-error';
export {
  APPS,
  DURATION_BUCKETS,
  HTTP_METHODS,
  METRIC_KINDS,
  METRICS,
  type App,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type Metric,
  type MetricKind,
  type MetricLabel,
  type MetricName,
} from './metrics/metric-catalogue';
export { atLeast, ownerKey, ownerOf, ROLES, SCOPES, type Caller, type Owner, type Role, type Scope } from './model/caller';
export type { Check } from './model/check';
export type { Configuration, HealthStatus, SealedCredentials } from './model/configuration';
export {
  AUTH_METHODS,
  CONNECTOR_CATEGORIES,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  SERVER_TYPES,
  wiringOf,
  type AuthMethod,
  type Connector,
  type ConnectorCategory,
  type ConnectorStatus,
  type ConnectorType,
  type ServerType,
  type Visibility,
} from './model/connector';
export type { ApiKey, Organization, User } from './model/edge';
export { ID_PREFIXES, idPattern, isId, type IdKind } from './model/ids';
export { canonicalJson, isPlainObject, isTooDeep, type Json, type JsonObject } from './model/json';
export {
  ACTOR_TYPES,
  RELEASE_STAGES,
  RUNTIME_KINDS,
  SECRET_MASK,
  type Actor,
  type ActorDefinition,
  type ActorType,
  type KeptConfiguration,
  type ReleaseStage,
  type RuntimeKind,
} from './model/knowledge/actor';
export { SYNC_MODES, type ConfiguredStream, type Connection, type Schedule, type Stream, type SyncMode, type SyncState } from './model/knowledge/connection';
export type {
  CatalogReport,
  CheckReport,
  CheckStep,
  ConnectorSpec,
  OpenConfiguration,
  ReadMessage,
  ReadRequest,
  RunnableConnector,
  SpecReport,
} from './model/knowledge/connector-run';
export { cronFault } from './model/knowledge/cron';
export { fieldPaths } from './model/knowledge/stream-fields';
export type { OauthCredentials, Tag, Workspace } from './model/knowledge/workspace';
export { LogContent } from './model/log-content';
export type { McpCommand, McpEra, McpTarget, ProbeReport, ServerSighting, StageTimings, ToolListing } from './model/mcp-target';
export { METADATA_KEYS } from './model/metadata';
export { redactText } from './model/redaction';
export { Secret } from './model/secret';
export { TOOL_LIMITS, type Tool, type ToolChange } from './model/tool';
export type { Work } from './model/work';
export { ActorDefinitionRepo } from './ports/actor-definition-repo.port';
export { ActorRepo, type ActorQuery } from './ports/actor-repo.port';
export { Announcer, type Announcement } from './ports/announcer.port';
export { ApiKeyRepo } from './ports/api-key-repo.port';
export { CatalogCache, type CachedCatalog, type CatalogKey } from './ports/catalog-cache.port';
export { CheckLog } from './ports/check-log.port';
export { Clock } from './ports/clock.port';
export { ConfigRepo, type ConnectedConfiguration, type ConfigQuery, type ConfigScope, type HealthNote } from './ports/config-repo.port';
export { ConnectionRepo, type ConnectionQuery } from './ports/connection-repo.port';
export { ConnectorRepo, type ConnectorQuery, type ConnectorViewer } from './ports/connector-repo.port';
export { ConnectorRuntime, type CheckOptions, type RunLimits } from './ports/connector-runtime.port';
export { FlightLedger, type FlightState } from './ports/flight-ledger.port';
export { Hasher } from './ports/hasher.port';
export { HealthProber, type ProbeLimits } from './ports/health-prober.port';
export { IdempotencyStore, type Claim, type RememberedRequest } from './ports/idempotency-store.port';
export { Ids } from './ports/ids.port';
export { JsonSchemas } from './ports/json-schemas.port';
export { Log } from './ports/log.port';
export { Metrics } from './ports/metrics.port';
export { OrganizationRepo } from './ports/organization-repo.port';
export { RateCounter } from './ports/rate-counter.port';
export { Sealer } from './ports/sealer.port';
export { REGISTRY_LIMITS, ServerRegistry, type RegistryListing, type RegistryQuery } from './ports/server-registry.port';
export { SpecCache, type SpecKey } from './ports/spec-cache.port';
export { TagRepo } from './ports/tag-repo.port';
export { TokenVerifier, type TokenTrust, type VerifiedToken } from './ports/token-verifier.port';
export { ToolCache, type CachedTools, type ToolCacheState, type ToolStanding } from './ports/tool-cache.port';
export { ToolSource } from './ports/tool-source.port';
export { UserRepo } from './ports/user-repo.port';
export { Vault, type TransitBinding, type VaultBinding } from './ports/vault.port';
export { WorkspaceRepo, type OffsetPage, type OffsetQuery } from './ports/workspace-repo.port';
export { credentialFaults, isUsableHeader, readCredentials, type Credentials, type CredentialType } from './use-cases/credentials/credentials';
export { isUsableVariable } from './use-cases/credentials/environment-names';
export { CreateActor, type ActorDraft } from './use-cases/knowledge/actors/create-actor';
export { DeleteActor } from './use-cases/knowledge/actors/delete-actor';
export { FitConfiguration } from './use-cases/knowledge/actors/fit-configuration';
export { GetActor } from './use-cases/knowledge/actors/get-actor';
export { ListActors } from './use-cases/knowledge/actors/list-actors';
export { ShownActors, type ShownActor } from './use-cases/knowledge/actors/shown-actors';
export { UpdateActor, type ActorPatch } from './use-cases/knowledge/actors/update-actor';
export { CreateActorDefinition, type DefinitionDraft } from './use-cases/knowledge/definitions/create-actor-definition';
export { DeleteActorDefinition } from './use-cases/knowledge/definitions/delete-actor-definition';
export { GetActorDefinition } from './use-cases/knowledge/definitions/get-actor-definition';
export { GetConnectorSpec } from './use-cases/knowledge/definitions/get-connector-spec';
export { ListActorDefinitions } from './use-cases/knowledge/definitions/list-actor-definitions';
export { UpdateActorDefinition, type DefinitionPatch } from './use-cases/knowledge/definitions/update-actor-definition';
export { ConfigurationSafe } from './use-cases/knowledge/secrets/configuration-safe';
export { fitted } from './use-cases/knowledge/secrets/fitted';
export { masked } from './use-cases/knowledge/secrets/masked';
export { openConfiguration } from './use-cases/knowledge/secrets/open-configuration';
export { overlaid, type OverlayMode } from './use-cases/knowledge/secrets/overlaid';
export { secretPaths } from './use-cases/knowledge/secrets/secret-paths';
export { CONNECTION_SIDES, failureMessage, worthKnowing, type ConnectionCheck, type ConnectionSide } from './use-cases/knowledge/connections/connection-checks';
export { CreateConnection, type ConnectionDraft } from './use-cases/knowledge/connections/create-connection';
export { DeleteConnection } from './use-cases/knowledge/connections/delete-connection';
export { DestinationModes } from './use-cases/knowledge/connections/destination-modes';
export { GetConnection } from './use-cases/knowledge/connections/get-connection';
export { ListConnections } from './use-cases/knowledge/connections/list-connections';
export { syncModesOf } from './use-cases/knowledge/connections/stream-faults';
export { TestConnection, type ConnectionTestRequest } from './use-cases/knowledge/connections/test-connection';
export { UpdateConnection, type ConnectionPatch } from './use-cases/knowledge/connections/update-connection';
export { ValidateSyncConfig, type SyncConfig } from './use-cases/knowledge/connections/validate-sync-config';
export { CATALOG_LIMITS } from './use-cases/knowledge/streams/catalog-limits';
export { FetchCatalog } from './use-cases/knowledge/streams/fetch-catalog';
export { KnownCatalog } from './use-cases/knowledge/streams/known-catalog';
export { ListStreams, type StreamPage, type StreamQuery } from './use-cases/knowledge/streams/list-streams';
export { CheckActor } from './use-cases/knowledge/testing/check-actor';
export { FindTestSubject, type ActorTestRequest } from './use-cases/knowledge/testing/find-test-subject';
export { KeepReplacement } from './use-cases/knowledge/testing/keep-replacement';
export { OpenActor } from './use-cases/knowledge/testing/open-actor';
export { OpenGiven } from './use-cases/knowledge/testing/open-given';
export { TestActor, type ActorTest } from './use-cases/knowledge/testing/test-actor';
export { SpecBook } from './use-cases/knowledge/spec-book';
export { wellKnownDefinitions } from './use-cases/knowledge/well-known-definitions';
export { CredentialSafe } from './use-cases/credentials/credential-safe';
export { ApplyPolicy } from './use-cases/personal/apply-policy';
export { CreateConfiguration, type ConfigurationDraft } from './use-cases/personal/create-configuration';
export { CreateConnector, type ConnectorDraft } from './use-cases/personal/create-connector';
export { CreateTestedConfiguration } from './use-cases/personal/create-tested-configuration';
export { DeleteConfiguration, EraseTraces, OwnedConfigurations, type TraceKeeper } from './use-cases/personal/delete-configurations';
export { DeleteConnector } from './use-cases/personal/delete-connector';
export { DropTools } from './use-cases/personal/drop-tools';
export { FetchTools, type FetchOutcome, type FetchSettings } from './use-cases/personal/fetch-tools';
export { GetConfiguration } from './use-cases/personal/get-configuration';
export { GetConnector } from './use-cases/personal/get-connector';
export { IMPORT_LIMIT, ImportConnectors, SKIP_CODES, type ImportReport, type ImportRequest, type SkipCode } from './use-cases/personal/import/import-connectors';
export { IMPORT_FORMATS, type ImportFormat } from './use-cases/personal/import/read-document';
export { ListChecks } from './use-cases/personal/list-checks';
export { ListConfigurations } from './use-cases/personal/list-configurations';
export { ListConnectors } from './use-cases/personal/list-connectors';
export { ListTools } from './use-cases/personal/list-tools';
export { OpenTarget, type OpenedTarget } from './use-cases/personal/open-target';
export { PublishCatalogue } from './use-cases/personal/publish-catalogue';
export { RecordCheck, type CheckOutcome } from './use-cases/personal/record-check';
export { RefreshTools, upstreamError } from './use-cases/personal/refresh-tools';
export { ShareFetch, type Freshness } from './use-cases/personal/share-fetch';
export { TestConfiguration, type TestResult } from './use-cases/personal/test-configuration';
export { ToggleConfiguration } from './use-cases/personal/toggle-configuration';
export { UpdateConfiguration, type ConfigurationPatch } from './use-cases/personal/update-configuration';
export { UpdateConnector, type ConnectorPatch } from './use-cases/personal/update-connector';
export { DEMO_FAULTS, wellKnownConnectors, type DemoAddresses, type DemoFault } from './use-cases/personal/well-known-connectors';

// edge use cases
export { actingIn, assertAllowed, type Demand } from './use-cases/edge/access';
export { AddUser, type UserDraft } from './use-cases/edge/add-user';
export { AnswerOnce, type KeyedRequest, type OnceAnswered } from './use-cases/edge/answer-once';
export { isApiKeyText, newApiKeyText } from './use-cases/edge/api-key-text';
export { Authenticate, type ShownCredentials } from './use-cases/edge/authenticate';
export { AuthenticateKey } from './use-cases/edge/authenticate-key';
export { AuthenticateToken } from './use-cases/edge/authenticate-token';
export { Bootstrap, checkPresetKey, type BootstrapResult, type BootstrapSettings } from './use-cases/edge/bootstrap';
export { ChangeUserRole } from './use-cases/edge/change-user-role';
export { CreateApiKey, type ApiKeyDraft, type IssuedKey } from './use-cases/edge/create-api-key';
export { CreateOrganization } from './use-cases/edge/create-organization';
export { DeleteApiKey, type ApiKeyDeletion, type Belongings } from './use-cases/edge/delete-api-key';
export { GetOrganization } from './use-cases/edge/get-organization';
export { isFinal } from './use-cases/edge/kept-outcome';
export { KnownKeys, type KnownKey } from './use-cases/edge/known-keys';
export { LimitRate, type Allowance } from './use-cases/edge/limit-rate';
export { ListApiKeys } from './use-cases/edge/list-api-keys';
export { ListOrganizations } from './use-cases/edge/list-organizations';
export { ListUsers } from './use-cases/edge/list-users';
export { RemoveUser } from './use-cases/edge/remove-user';
export { RotateApiKey, type Rotation } from './use-cases/edge/rotate-api-key';
export type { ClaimNames } from './use-cases/edge/token-claims';
export { UpdateOrganization } from './use-cases/edge/update-organization';

// workspaces and tags of knowledge connectors
export { CreateTag, type TagDraft } from './use-cases/knowledge/tags/create-tag';
export { DeleteTag } from './use-cases/knowledge/tags/delete-tag';
export { GetTag } from './use-cases/knowledge/tags/get-tag';
export { ListTags } from './use-cases/knowledge/tags/list-tags';
export { UpdateTag, type TagPatch } from './use-cases/knowledge/tags/update-tag';
export { CreateWorkspace, type WorkspaceDraft } from './use-cases/knowledge/workspaces/create-workspace';
export { DeleteWorkspace } from './use-cases/knowledge/workspaces/delete-workspace';
export { EnsureWorkspace } from './use-cases/knowledge/workspaces/ensure-workspace';
export { GetWorkspace } from './use-cases/knowledge/workspaces/get-workspace';
export { ListWorkspaces } from './use-cases/knowledge/workspaces/list-workspaces';
export { PutOauthCredentials, type OauthCredentialsDraft } from './use-cases/knowledge/workspaces/put-oauth-credentials';
export { UpdateWorkspace, type WorkspacePatch } from './use-cases/knowledge/workspaces/update-workspace';
export type { AssistantSession, KeptUpstream, SessionEndpoint } from './model/sessions/assistant-session';
export { isNotification, isRequest, isResponse, isRpcId, rpcMessageOf, type RpcId, type RpcMessage, type RpcNotification, type RpcRequest, type RpcResponse } from './model/sessions/rpc';
export { CALL_OUTCOMES, type CallOutcome, type ToolCall } from './model/sessions/tool-call';
export { ON_CHANGE, permitted, POLICY_NAMES, type OnChange, type ToolPolicy } from './model/sessions/tool-policy';
export { AcceptedTools, type Fingerprints } from './ports/accepted-tools.port';
export { AGGREGATIONS, CallLog, type Aggregation, type CallCount, type CallPeriod, type CallQuery, type CallUsage } from './ports/call-log.port';
export { SessionRepo } from './ports/session-repo.port';
export { MESSAGE_BYTES, Upstreams, type Exchange, type Upstream, type UpstreamSettings } from './ports/upstreams.port';
export { As2025, type As2025Settings } from './use-cases/sessions/eras/as-2025';
export { As2026 } from './use-cases/sessions/eras/as-2026';
export { headerValue } from './use-cases/sessions/protocol/header-value';
export { ForgetOldCalls } from './use-cases/sessions/tools/forget-old-calls';
export { AcceptTools } from './use-cases/sessions/tools/accept-tools';
export { DoubtCredentials } from './use-cases/sessions/tools/doubt-credentials';
export { GetUsage, type Usage } from './use-cases/sessions/tools/get-usage';
export type { GovernedTools } from './use-cases/sessions/tools/governed-tools';
export { ListCalls } from './use-cases/sessions/tools/list-calls';
export { RecordCalls } from './use-cases/sessions/tools/record-calls';
export { ToolGate } from './use-cases/sessions/tools/tool-gate';
export { assistantSessions, type AssistantSessions, type SessionSettings } from './use-cases/sessions/assistant-sessions';
export { CallTool } from './use-cases/sessions/tools/call-tool';
export { ExchangeMessages, type EndpointExchange } from './use-cases/sessions/exchange-messages';
export { HearChanges } from './use-cases/sessions/hear-changes';
export { LiveSessions } from './use-cases/sessions/live-sessions';
export type { Head, Outgoing } from './use-cases/sessions/outflow';
