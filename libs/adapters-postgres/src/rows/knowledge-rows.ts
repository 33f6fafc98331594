import type { ActorDefinition, ActorType, ConfiguredStream, Connection, OauthCredentials, ReleaseStage, RuntimeKind, Schedule } from '@moorage/domain';
import { EntitySchema } from 'typeorm';
import { columns, instant, integer, json, key, text } from './columns';
import type { JsonColumn } from './personal-rows';

export interface WorkspaceRow {
  id: string;
  organizationId: string;
  name: string;
  dataResidency: string | null;
  defaultDestinationId: string | null;
  oauthCredentials: OauthCredentials[];
  createdAt: Date;
  updatedAt: Date;
}

export const WorkspaceRow = new EntitySchema<WorkspaceRow>({
  name: 'workspace',
  schema: 'knowledge',
  tableName: 'workspaces',
  columns: columns<WorkspaceRow>({
    id: key,
    organizationId: text,
    name: text,
    dataResidency: text,
    defaultDestinationId: text,
    oauthCredentials: json,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface TagRow {
  id: string;
  organizationId: string;
  workspaceId: string;
  name: string;
  color: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export const TagRow = new EntitySchema<TagRow>({
  name: 'tag',
  schema: 'knowledge',
  tableName: 'tags',
  columns: columns<TagRow>({ id: key, organizationId: text, workspaceId: text, name: text, color: text, createdAt: instant, updatedAt: instant }),
});

export interface ActorDefinitionRow {
  id: string;
  organizationId: string | null;
  type: ActorType;
  name: string;
  kind: RuntimeKind;
  command: NonNullable<ActorDefinition['command']> | null;
  dockerRepository: string | null;
  dockerImageTag: string | null;
  documentationUrl: string | null;
  icon: string | null;
  releaseStage: ReleaseStage;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const ActorDefinitionRow = new EntitySchema<ActorDefinitionRow>({
  name: 'actor_definition',
  schema: 'knowledge',
  tableName: 'actor_definitions',
  columns: columns<ActorDefinitionRow>({
    id: key,
    organizationId: text,
    type: text,
    name: text,
    kind: text,
    command: json,
    dockerRepository: text,
    dockerImageTag: text,
    documentationUrl: text,
    icon: text,
    releaseStage: text,
    version: integer,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface ActorRow {
  id: string;
  organizationId: string;
  workspaceId: string;
  type: ActorType;
  definitionId: string;
  name: string;
  configuration: string;
  createdAt: Date;
  updatedAt: Date;
}

export const ActorRow = new EntitySchema<ActorRow>({
  name: 'actor',
  schema: 'knowledge',
  tableName: 'actors',
  columns: columns<ActorRow>({
    id: key,
    organizationId: text,
    workspaceId: text,
    type: text,
    definitionId: text,
    name: text,
    configuration: text,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface ConnectionRow {
  id: string;
  organizationId: string;
  workspaceId: string;
  name: string;
  sourceId: string;
  destinationId: string | null;
  status: Connection['status'];
  schedule: Schedule;
  streams: ConfiguredStream[];
  createdAt: Date;
  updatedAt: Date;
}

export const ConnectionRow = new EntitySchema<ConnectionRow>({
  name: 'connection',
  schema: 'knowledge',
  tableName: 'connections',
  columns: columns<ConnectionRow>({
    id: key,
    organizationId: text,
    workspaceId: text,
    name: text,
    sourceId: text,
    destinationId: text,
    status: text,
    schedule: json,
    streams: json,
    createdAt: instant,
    updatedAt: instant,
  }),
});

export interface SpecRow {
  definitionId: string;
  version: number;
  spec: JsonColumn;
}

export const SpecRow = new EntitySchema<SpecRow>({
  name: 'spec',
  schema: 'knowledge',
  tableName: 'specs',
  columns: columns<SpecRow>({ definitionId: key, version: integer, spec: json }),
});

export interface CatalogRow {
  sourceId: string;
  definitionVersion: number;
  configurationHash: string;
  streams: JsonColumn;
  discoveredAt: Date;
}

export const CatalogRow = new EntitySchema<CatalogRow>({
  name: 'catalog',
  schema: 'knowledge',
  tableName: 'catalogs',
  columns: columns<CatalogRow>({ sourceId: key, definitionVersion: integer, configurationHash: text, streams: json, discoveredAt: instant }),
});
