import { MoorageError } from '@moorage/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What knowledge connectors are made of. References are the last word on what may not go while it is used; who reads which row says the
 * organization, and that what is referred to belongs to the same one the repositories see to, which lock it meanwhile.
 */
export class KnowledgeConnectors1795274120000 implements MigrationInterface {
  readonly name = 'KnowledgeConnectors1795274120000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ACTORS, CONNECTIONS, CACHES]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new MoorageError('UNPROCESSABLE', { message: 'This migration cannot be undone; restore a backup or drop the database.' });
  }
}

const ACTORS = `
CREATE SCHEMA knowledge;

CREATE TABLE knowledge.workspaces (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  data_residency text,
  default_destination_id text COLLATE "C",
  oauth_credentials json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON knowledge.workspaces (organization_id, id);
CREATE INDEX ON knowledge.workspaces (default_destination_id);

CREATE TABLE knowledge.tags (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL REFERENCES knowledge.workspaces ON DELETE CASCADE,
  name text NOT NULL,
  color text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON knowledge.tags (organization_id, id);
CREATE INDEX ON knowledge.tags (workspace_id, id);

CREATE TABLE knowledge.actor_definitions (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C",
  type text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  command json,
  docker_repository text,
  docker_image_tag text,
  documentation_url text,
  icon text,
  release_stage text NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON knowledge.actor_definitions (organization_id, type, id);

CREATE TABLE knowledge.actors (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL REFERENCES knowledge.workspaces,
  type text NOT NULL,
  definition_id text COLLATE "C" NOT NULL REFERENCES knowledge.actor_definitions,
  name text NOT NULL,
  configuration text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON knowledge.actors (organization_id, type, id);
CREATE INDEX ON knowledge.actors (workspace_id, type, id);
CREATE INDEX ON knowledge.actors (definition_id);

ALTER TABLE knowledge.workspaces ADD FOREIGN KEY (default_destination_id) REFERENCES knowledge.actors ON DELETE SET NULL;
`;

const CONNECTIONS = `
CREATE TABLE knowledge.connections (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL REFERENCES knowledge.workspaces,
  name text NOT NULL,
  source_id text COLLATE "C" NOT NULL REFERENCES knowledge.actors,
  destination_id text COLLATE "C" REFERENCES knowledge.actors,
  status text NOT NULL,
  schedule json NOT NULL,
  streams json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON knowledge.connections (organization_id, id);
CREATE INDEX ON knowledge.connections (workspace_id, id);
CREATE INDEX ON knowledge.connections (source_id, id);
CREATE INDEX ON knowledge.connections (destination_id, id);
`;

const CACHES = `
-- Does not refer to its definition: what a command says of itself may arrive after the definition is gone.
CREATE TABLE knowledge.specs (
  definition_id text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL,
  spec json NOT NULL
);

CREATE TABLE knowledge.catalogs (
  source_id text COLLATE "C" PRIMARY KEY REFERENCES knowledge.actors ON DELETE CASCADE,
  definition_version integer NOT NULL,
  configuration_hash text NOT NULL,
  streams json NOT NULL,
  discovered_at timestamptz(3) NOT NULL
);
`;
