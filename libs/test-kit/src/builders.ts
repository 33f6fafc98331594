import type { ApiKey, CachedTools, Caller, Check, Configuration, Connector, Organization, Tool, User } from '@moorage/domain';

/** The instant at which everything built here was made; with milliseconds, because stores like to lose them. */
export const BUILT_AT = new Date('2026-11-21T09:30:15.123Z');

/** Text that stores, encodings and query languages like to spoil. */
export const UNUSUAL_TEXT = 'Zoë’s “50 %” \\ \'a\' "b" `c` ; -- $1 {0} <b>&amp;</b> \t\n 日本語 🏳️‍🌈 \u202Eabc';

/** The organizations in which the suites of stores work. A harness whose store demands that they exist creates them. */
export const ORGANIZATIONS = ['org_alpha', 'org_beta'] as const;

/** The users of `org_alpha` in whose name the suites of stores work; the same goes for them. */
export const USERS = ['user_ada', 'user_bob'] as const;

const stamps = () => ({ createdAt: new Date(BUILT_AT), updatedAt: new Date(BUILT_AT) });

export function anOrganization(overrides: Partial<Organization> = {}): Organization {
  return { id: 'org_alpha', name: 'Alpha', ...stamps(), ...overrides };
}

export function aUser(overrides: Partial<User> = {}): User {
  return { id: 'user_ada', organizationId: 'org_alpha', name: 'Ada', role: 'member', ...stamps(), ...overrides };
}

export function anApiKey(overrides: Partial<ApiKey> = {}): ApiKey {
  const id = overrides.id ?? 'apk_1';
  return {
    id,
    organizationId: 'org_alpha',
    name: 'Key of a test',
    prefix: 'mrg_abcd',
    hash: Buffer.from(id).toString('hex').padEnd(64, '0'),
    role: 'member',
    scopes: ['personal:read', 'personal:write'],
    ...stamps(),
    ...overrides,
  };
}

export function aCaller(overrides: Partial<Caller> = {}): Caller {
  return { organizationId: 'org_alpha', userId: 'user_ada', role: 'member', scopes: ['personal:read', 'personal:write'], ...overrides };
}

export function aConnector(overrides: Partial<Connector> = {}): Connector {
  return {
    id: 'pcon_files',
    name: 'Files',
    type: 'custom',
    connectorId: 'custom_mcp',
    status: 'active',
    serverType: 'http',
    serverUrl: 'https://mcp.example.test/mcp',
    authMethods: ['none', 'bearer'],
    configurationSchema: { type: 'object' },
    visibility: 'organization',
    metadata: {},
    createdBy: 'user_ada',
    organizationId: 'org_alpha',
    ...stamps(),
    ...overrides,
  };
}

/** A definition that every organization sees. */
export function aWellKnownConnector(overrides: Partial<Connector> = {}): Connector {
  const { createdBy: _createdBy, organizationId: _organizationId, ...connector } = aConnector({ id: 'pcon_github', type: 'official', connectorId: 'github' });
  return { ...connector, ...overrides };
}

export function aConfiguration(overrides: Partial<Configuration> = {}): Configuration {
  return {
    id: 'pconf_1',
    organizationId: 'org_alpha',
    owner: { userId: 'user_ada' },
    personalConnectorId: 'pcon_files',
    name: 'My files',
    configuration: {},
    metadata: {},
    enabled: true,
    generation: 1,
    healthStatus: 'unknown',
    ...stamps(),
    ...overrides,
  };
}

export function aCheck(overrides: Partial<Check> = {}): Check {
  return {
    id: 'chk_1',
    configurationId: 'pconf_1',
    kind: 'test',
    at: new Date(BUILT_AT),
    status: 'healthy',
    responseTimeMs: 42,
    timings: { connectMs: 3, handshakeMs: 20, listToolsMs: 19 },
    toolCount: 2,
    ...overrides,
  };
}

export function aTool(overrides: Partial<Tool> & { name?: string } = {}): Tool {
  return {
    name: 'read_file',
    description: 'Reads one file.',
    inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    ...overrides,
  } as Tool;
}

/** A cache entry as `refresh` would store it, with one fingerprint for each tool. */
export function someCachedTools(overrides: Partial<CachedTools> = {}): CachedTools {
  const tools = overrides.tools ?? [aTool()];
  return {
    generation: 1,
    tools,
    fingerprints: Object.fromEntries(tools.map((tool) => [tool.name, `fingerprint of ${tool.name}`])),
    fetchedAt: new Date(BUILT_AT),
    expiresAt: new Date(BUILT_AT.getTime() + 3_600_000),
    invalidated: false,
    change: { newTools: tools.map(({ name }) => name), removedTools: [], changedTools: [], previousToolCount: 0 },
    ...overrides,
  };
}
