import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { knowledgeTransitKeys, personalTransitKeys } from '@moorage/contracts';
import {
  AddUser,
  AnswerOnce,
  Announcer,
  ApiKeyRepo,
  Authenticate,
  AuthenticateKey,
  AuthenticateToken,
  Bootstrap,
  ChangeUserRole,
  Clock,
  CreateApiKey,
  CreateOrganization,
  DeleteApiKey,
  GetOrganization,
  Hasher,
  IdempotencyStore,
  Ids,
  KnownKeys,
  LimitRate,
  ListApiKeys,
  ListOrganizations,
  ListUsers,
  Log,
  OrganizationRepo,
  RateCounter,
  RemoveUser,
  RotateApiKey,
  Sealer,
  TokenVerifier,
  UpdateOrganization,
  UserRepo,
  type Metrics,
} from '@moorage/domain';
import { ContractClient } from '@moorage/messaging';
import type { AccessSettings } from './access/access-settings';
import { PromptAnnouncer } from './access/prompt-announcer';
import { ApiKeysController } from './api-keys/api-keys.controller';
import { ConfigurationsController } from './configurations/configurations.controller';
import { SealCredentials } from './configurations/seal-credentials';
import { ApiDocument } from './docs/api-document';
import { DocsController } from './docs/docs.controller';
import { HealthController } from './health/health.controller';
import { Readiness, type Probe } from './health/readiness';
import { ReportReadiness } from './health/report-readiness';
import { ConnectionsController } from './knowledge/connections/connections.controller';
import { DestinationDefinitionsController } from './knowledge/destination-definitions/destination-definitions.controller';
import { DestinationsController } from './knowledge/destinations/destinations.controller';
import { KnowledgeController } from './knowledge/knowledge.controller';
import { SealConfiguration } from './knowledge/seal-configuration';
import { SourceDefinitionsController } from './knowledge/source-definitions/source-definitions.controller';
import { SourcesController } from './knowledge/sources/sources.controller';
import { StreamsController } from './knowledge/streams/streams.controller';
import { TagsController } from './knowledge/tags/tags.controller';
import { TestsController } from './knowledge/testing/tests.controller';
import { WorkspacesController } from './knowledge/workspaces/workspaces.controller';
import { DescribeResource } from './mcp/describe-resource';
import { McpEndpoint } from './mcp/mcp-endpoint';
import { PublicAddress } from './mcp/public-address';
import { MeController } from './me/me.controller';
import { OrganizationsController } from './organizations/organizations.controller';
import { ImportController } from './personal-connectors/import.controller';
import { PersonalConnectorsController } from './personal-connectors/personal-connectors.controller';
import { SealDocument } from './personal-connectors/seal-document';
import { forOrganization, forOwner, SealedDelivery } from './sealing/sealed-delivery';
import { TransitKeys } from './sealing/transit-keys';
import { UsersController } from './users/users.controller';

/** One adapter for every port that the gateway uses. */
export interface GatewayParts {
  organizations: OrganizationRepo;
  users: UserRepo;
  keys: ApiKeyRepo;
  idempotency: IdempotencyStore;
  /** `null` where only API keys are accepted. */
  tokens: TokenVerifier | null;
  rates: RateCounter;
  bus: ContractClient;
  announcer: Announcer;
  sealer: Sealer;
  hasher: Hasher;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  /** Asks the database for a sign of life. */
  database: Probe;
}

/** Everything that has an address. The OpenAPI document shows them in this order. */
export const CONTROLLERS = [
  PersonalConnectorsController,
  ImportController,
  ConfigurationsController,
  KnowledgeController,
  WorkspacesController,
  SourceDefinitionsController,
  DestinationDefinitionsController,
  SourcesController,
  DestinationsController,
  TagsController,
  TestsController,
  StreamsController,
  ConnectionsController,
  MeController,
  OrganizationsController,
  UsersController,
  ApiKeysController,
  HealthController,
  DocsController,
];

/** The gateway as a function of its adapters: `start` passes the real ones, a spec the memory ones. */
@Module({})
export class GatewayModule {
  static of(parts: GatewayParts, access: AccessSettings): DynamicModule {
    const known = new KnownKeys(parts.clock);
    const announcer = new PromptAnnouncer(parts.announcer, known);
    return {
      module: GatewayModule,
      controllers: CONTROLLERS,
      providers: [
        value(ContractClient, parts.bus),
        value(KnownKeys, known),
        value(ApiDocument, new ApiDocument(CONTROLLERS)),
        ...callers(parts, known, access),
        ...organizations(parts, announcer),
        ...apiKeys(parts, announcer),
        ...services(parts),
        ...mcp(parts, access),
      ],
    };
  }
}

function callers(parts: GatewayParts, known: KnownKeys, { tokens: trust, rateLimitPerMinute = 0 }: AccessSettings): Provider[] {
  const { organizations, users, keys, idempotency, tokens, rates, hasher, clock, ids, log } = parts;
  const authenticateKey = new AuthenticateKey(keys, users, known, { hasher, clock, log });
  const authenticateToken = tokens && trust ? new AuthenticateToken(tokens, organizations, users, { hasher, clock, claims: trust.claims }) : null;
  return [
    value(Authenticate, new Authenticate(authenticateKey, authenticateToken)),
    value(LimitRate, new LimitRate(rates, clock, log, rateLimitPerMinute)),
    value(Bootstrap, new Bootstrap(organizations, users, keys, { ids, clock, hasher })),
    value(AnswerOnce, new AnswerOnce(idempotency, { hasher, ids, clock, log })),
  ];
}

function organizations({ organizations, users, keys, clock, ids }: GatewayParts, announcer: Announcer): Provider[] {
  return [
    value(CreateOrganization, new CreateOrganization(organizations, ids, clock)),
    value(ListOrganizations, new ListOrganizations(organizations)),
    value(GetOrganization, new GetOrganization(organizations)),
    value(UpdateOrganization, new UpdateOrganization(organizations, clock)),
    value(ListUsers, new ListUsers(organizations, users)),
    value(AddUser, new AddUser(organizations, users, { ids, clock })),
    value(ChangeUserRole, new ChangeUserRole(users, keys, announcer, clock)),
    value(RemoveUser, new RemoveUser(users, keys, announcer)),
  ];
}

function apiKeys({ organizations, users, keys, hasher, clock, ids }: GatewayParts, announcer: Announcer): Provider[] {
  return [
    value(ListApiKeys, new ListApiKeys(organizations, keys)),
    value(CreateApiKey, new CreateApiKey(organizations, users, keys, { ids, clock, hasher })),
    value(RotateApiKey, new RotateApiKey(keys, announcer, { ids, clock, hasher })),
    value(DeleteApiKey, new DeleteApiKey(keys, announcer, clock)),
  ];
}

function services({ bus, sealer, clock, database }: GatewayParts): Provider[] {
  const readiness = new Readiness(bus, database);
  const personal = new SealedDelivery(sealer, new TransitKeys(bus, clock, personalTransitKeys), forOwner);
  const knowledge = new SealedDelivery(sealer, new TransitKeys(bus, clock, knowledgeTransitKeys), forOrganization);
  return [
    value(Readiness, readiness),
    value(ReportReadiness, new ReportReadiness(readiness)),
    value(SealCredentials, new SealCredentials(personal)),
    value(SealDocument, new SealDocument(personal)),
    value(SealConfiguration, new SealConfiguration(knowledge)),
  ];
}

function mcp({ bus, log }: GatewayParts, access: AccessSettings): Provider[] {
  const address = new PublicAddress(access);
  return [value(PublicAddress, address), value(McpEndpoint, new McpEndpoint(bus, log)), value(DescribeResource, new DescribeResource(address, access.tokens?.issuer))];
}

/** An instance under the name of its class or port. The classes of the domain carry no decorators: it knows no framework. */
function value<T>(token: abstract new (...args: never[]) => T, instance: T): Provider {
  return { provide: token, useValue: instance };
}
