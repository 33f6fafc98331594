import { MoorageError } from '@moorage/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first shape of the database. Ids compare as plain strings everywhere in Moorage, hence COLLATE "C".
 * `json` where a value must come back to the letter (order of keys, NUL, half a surrogate pair), `jsonb` where it is searched.
 */
export class TheHouse1795219200000 implements MigrationInterface {
  readonly name = 'TheHouse1795219200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [EDGE, PERSONAL]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new MoorageError('UNPROCESSABLE', { message: 'The first migration cannot be undone; restore a backup or drop the database.' });
  }
}

const EDGE = `
CREATE SCHEMA edge;

CREATE TABLE edge.organizations (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE TABLE edge.users (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL REFERENCES edge.organizations,
  name text NOT NULL,
  email text,
  role text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (organization_id, id)
);

-- The key of a user belongs to that user's organization and goes with the user.
CREATE TABLE edge.api_keys (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL REFERENCES edge.organizations,
  user_id text COLLATE "C",
  name text NOT NULL,
  prefix text NOT NULL,
  hash text COLLATE "C" NOT NULL UNIQUE,
  role text NOT NULL,
  scopes text[] NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES edge.users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX ON edge.api_keys (organization_id, id);
CREATE INDEX ON edge.api_keys (organization_id, user_id, id);

CREATE TABLE edge.idempotency_keys (
  key text COLLATE "C" PRIMARY KEY,
  request_hash text NOT NULL,
  status integer,
  body json,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX ON edge.idempotency_keys (expires_at);

-- Unlogged: a crash of the server may reset the counts, and every hit is cheap.
CREATE UNLOGGED TABLE edge.rate_counters (
  key text COLLATE "C",
  window_start timestamptz(3),
  hits integer NOT NULL,
  PRIMARY KEY (key, window_start)
) WITH (fillfactor = 70);
CREATE INDEX ON edge.rate_counters (window_start);
`;

const PERSONAL = `
CREATE SCHEMA personal;

CREATE TABLE personal.connectors (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C",
  created_by text COLLATE "C",
  name text NOT NULL,
  type text NOT NULL,
  connector_id text NOT NULL,
  description text,
  icon_url text,
  category text,
  version text,
  status text NOT NULL,
  server_type text NOT NULL,
  server_url text,
  command text,
  args json,
  env json,
  headers json,
  auth_methods text[] NOT NULL,
  configuration_schema json NOT NULL,
  visibility text NOT NULL,
  metadata json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX ON personal.connectors (organization_id, id);

CREATE TABLE personal.configurations (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  owner_kind text NOT NULL CHECK (owner_kind IN ('user', 'api_key')),
  owner_id text COLLATE "C" NOT NULL,
  personal_connector_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  configuration json NOT NULL,
  description text,
  metadata jsonb NOT NULL,
  enabled boolean NOT NULL,
  generation integer NOT NULL,
  credentials_type text,
  credentials_envelope text,
  credentials_origin text,
  credentials_updated_at timestamptz(3),
  health_status text NOT NULL,
  last_sync_at timestamptz(3),
  last_error text,
  era text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK (num_nulls(credentials_type, credentials_envelope, credentials_origin, credentials_updated_at) IN (0, 4))
);
CREATE INDEX ON personal.configurations (organization_id, owner_id, id);
CREATE INDEX ON personal.configurations (personal_connector_id);

-- The three below hold what is known of a configuration. They do not refer to it: a result may arrive after it is gone.
CREATE TABLE personal.tool_caches (
  configuration_id text COLLATE "C" PRIMARY KEY,
  generation integer NOT NULL,
  tools json NOT NULL,
  fingerprints json NOT NULL,
  change json NOT NULL,
  fetched_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  invalidated boolean NOT NULL
);

CREATE TABLE personal.flights (
  key text COLLATE "C",
  number integer,
  lease_until timestamptz NOT NULL,
  landed_at timestamptz,
  outcome json,
  PRIMARY KEY (key, number)
);
CREATE INDEX ON personal.flights (lease_until);

CREATE TABLE personal.checks (
  configuration_id text COLLATE "C",
  id text COLLATE "C",
  kind text NOT NULL,
  at timestamptz(3) NOT NULL,
  status text NOT NULL,
  response_time_ms double precision NOT NULL,
  timings json NOT NULL,
  tool_count integer,
  protocol_version text,
  server_version text,
  failure json,
  PRIMARY KEY (configuration_id, id)
);
`;
