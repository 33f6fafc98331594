import type { Actor, ActorDefinition, CachedCatalog, Connection, ConnectorSpec, Stream, Tag, Workspace } from '@moorage/domain';
import { BUILT_AT } from './builders';

const stamps = () => ({ createdAt: new Date(BUILT_AT), updatedAt: new Date(BUILT_AT) });

export function aWorkspace(overrides: Partial<Workspace> = {}): Workspace {
  return { id: 'ws_1', organizationId: 'org_alpha', name: 'Workspace of a test', oauthCredentials: [], ...stamps(), ...overrides };
}

export function aTag(overrides: Partial<Tag> = {}): Tag {
  return { id: 'tag_1', organizationId: 'org_alpha', workspaceId: 'ws_1', name: 'Tag of a test', ...stamps(), ...overrides };
}

/** A source definition of `org_alpha` that runs a command. */
export function anActorDefinition(overrides: Partial<ActorDefinition> = {}): ActorDefinition {
  const command = ['npx', 'airbyte-example-source'];
  return { id: 'def_1', organizationId: 'org_alpha', type: 'source', name: 'Example', kind: 'process', command, releaseStage: 'custom', version: 1, ...stamps(), ...overrides };
}

/** A source definition that every organization sees. */
export function aWellKnownDefinition(overrides: Partial<ActorDefinition> = {}): ActorDefinition {
  return { id: 'def_postgres', type: 'source', name: 'PostgreSQL', kind: 'native', releaseStage: 'generally_available', version: 1, ...stamps(), ...overrides };
}

export function aSource(overrides: Partial<Actor> = {}): Actor {
  return { id: 'src_1', organizationId: 'org_alpha', workspaceId: 'ws_1', type: 'source', definitionId: 'def_postgres', name: 'Orders', configuration: 'v1.k1.abc', ...stamps(), ...overrides };
}

export function aDestination(overrides: Partial<Actor> = {}): Actor {
  return aSource({ id: 'dst_1', type: 'destination', definitionId: 'ddef_jsonl', name: 'Files', ...overrides });
}

export function aConnection(overrides: Partial<Connection> = {}): Connection {
  return {
    id: 'conn_1',
    organizationId: 'org_alpha',
    workspaceId: 'ws_1',
    name: 'Orders to files',
    sourceId: 'src_1',
    status: 'active',
    schedule: { scheduleType: 'manual' },
    streams: [],
    ...stamps(),
    ...overrides,
  };
}

export function aSpec(overrides: Partial<ConnectorSpec> = {}): ConnectorSpec {
  const connectionSpecification = { type: 'object', required: ['token'], properties: { token: { type: 'string', airbyte_secret: true } } };
  return { connectionSpecification, ...overrides };
}

export function aStream(overrides: Partial<Stream> = {}): Stream {
  return { name: 'orders', jsonSchema: { type: 'object', properties: { id: { type: 'integer' } } }, supportedSyncModes: ['full_refresh'], ...overrides };
}

export function aCatalog(overrides: Partial<CachedCatalog> = {}): CachedCatalog {
  return { streams: [aStream()], discoveredAt: new Date(BUILT_AT), ...overrides };
}
