import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids are compared as plain strings, so they sort by creation whatever the locale of the database. */
const ID = 'text COLLATE "C"';

/** Organizations, users and keys; personal connectors with their configurations, tools and history. SQL of PostgreSQL 15. */
export class Foundation1763700000000 implements MigrationInterface {
  readonly name = 'Foundation1763700000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE SCHEMA edge');
    await db.query(`CREATE TABLE edge.organizations (
      id ${ID} PRIMARY KEY, name text NOT NULL, created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL)`);
    await db.query(`CREATE TABLE edge.users (
      id ${ID} PRIMARY KEY, organization_id ${ID} NOT NULL REFERENCES edge.organizations ON DELETE CASCADE, name text NOT NULL, email text,
      role text NOT NULL, created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL)`);
    await db.query('CREATE INDEX users_by_organization ON edge.users (organization_id, id)');
    await db.query(`CREATE TABLE edge.api_keys (
      id ${ID} PRIMARY KEY, organization_id ${ID} NOT NULL REFERENCES edge.organizations ON DELETE CASCADE,
      user_id ${ID} REFERENCES edge.users ON DELETE CASCADE, name text NOT NULL, prefix text NOT NULL, hash ${ID} NOT NULL UNIQUE, role text NOT NULL,
      scopes json NOT NULL, expires_at timestamptz(3), last_used_at timestamptz(3), created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL)`);
    await db.query('CREATE INDEX api_keys_by_organization ON edge.api_keys (organization_id, id)');
    await db.query(`CREATE TABLE edge.idempotency_keys (
      key text COLLATE "C" PRIMARY KEY, request_hash text NOT NULL, answer json, expires_at timestamptz(3) NOT NULL)`);
    await db.query('CREATE INDEX idempotency_keys_by_expiry ON edge.idempotency_keys (expires_at)');
    await db.query(`CREATE TABLE edge.rate_counters (
      key text COLLATE "C" NOT NULL, window_start timestamptz(3) NOT NULL, count integer NOT NULL, PRIMARY KEY (key, window_start))`);
    await db.query('CREATE INDEX rate_counters_by_window ON edge.rate_counters (window_start)');

    await db.query('CREATE SCHEMA personal');
    await db.query(`CREATE TABLE personal.connectors (
      id ${ID} PRIMARY KEY, name text NOT NULL, type text NOT NULL, connector_id text NOT NULL, description text, icon_url text, category text, version text,
      status text NOT NULL, server_type text NOT NULL, server_url text, command text, args json, env json, headers json, auth_methods json NOT NULL,
      configuration_schema json NOT NULL, visibility text NOT NULL, metadata json NOT NULL, created_by ${ID}, organization_id ${ID},
      created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL)`);
    await db.query(`CREATE TABLE personal.configurations (
      id ${ID} PRIMARY KEY, organization_id ${ID} NOT NULL, user_id ${ID}, api_key_id ${ID}, personal_connector_id ${ID} NOT NULL, name text NOT NULL,
      configuration json NOT NULL, description text, metadata jsonb NOT NULL, enabled boolean NOT NULL, generation integer NOT NULL,
      credential_type text, credential_envelope text, credential_origin text, credentials_updated_at timestamptz(3),
      health_status text NOT NULL, last_sync_at timestamptz(3), last_error text, era text,
      created_at timestamptz(3) NOT NULL, updated_at timestamptz(3) NOT NULL, CHECK (num_nonnulls(user_id, api_key_id) = 1))`);
    await db.query('CREATE INDEX configurations_by_user ON personal.configurations (organization_id, user_id, id)');
    await db.query('CREATE INDEX configurations_by_api_key ON personal.configurations (organization_id, api_key_id, id)');
    await db.query('CREATE INDEX configurations_by_connector ON personal.configurations (personal_connector_id)');
    await db.query(`CREATE TABLE personal.tool_caches (
      configuration_id ${ID} PRIMARY KEY, generation integer NOT NULL, tools text NOT NULL, fingerprints text NOT NULL, fetched_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL, invalidated boolean NOT NULL, change json NOT NULL)`);
    await db.query(`CREATE TABLE personal.flights (
      key text COLLATE "C" NOT NULL, number integer NOT NULL, started_at timestamptz NOT NULL DEFAULT now(), lease_until timestamptz NOT NULL, landed_at timestamptz,
      outcome text, PRIMARY KEY (key, number))`);
    await db.query('CREATE INDEX flights_by_start ON personal.flights (started_at)');
    await db.query(`CREATE TABLE personal.checks (
      id ${ID} PRIMARY KEY, configuration_id ${ID} NOT NULL, kind text NOT NULL, at timestamptz(3) NOT NULL, status text NOT NULL, response_time_ms double precision NOT NULL,
      timings json NOT NULL, tool_count integer, protocol_version text, server_version text, failure json)`);
    await db.query('CREATE INDEX checks_by_configuration ON personal.checks (configuration_id, id)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA personal CASCADE');
    await db.query('DROP SCHEMA edge CASCADE');
  }
}
