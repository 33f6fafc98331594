import { MoorageError } from '@moorage/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Assistant sessions, which tools of a configuration they may use and which definitions its owner accepted, and what they called. */
export class AssistantSessions1795287600000 implements MigrationInterface {
  readonly name = 'AssistantSessions1795287600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TOOLS, SESSIONS, CALLS]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new MoorageError('UNPROCESSABLE', { message: 'This migration cannot be undone; restore a backup or drop the database.' });
  }
}

const TOOLS = `
ALTER TABLE personal.configurations ADD COLUMN tools json;

-- Like what is cached of a configuration, it does not refer to it.
CREATE TABLE personal.accepted_tools (
  configuration_id text COLLATE "C" PRIMARY KEY,
  fingerprints json NOT NULL
);
`;

const SESSIONS = `
CREATE TABLE personal.assistant_sessions (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  owner_kind text NOT NULL CHECK (owner_kind IN ('user', 'api_key')),
  owner_id text COLLATE "C" NOT NULL,
  endpoint json NOT NULL,
  protocol_version text NOT NULL,
  client json NOT NULL,
  log_level text,
  subscriptions json NOT NULL,
  upstreams json NOT NULL,
  instance text COLLATE "C" NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX ON personal.assistant_sessions (expires_at, id);
CREATE INDEX ON personal.assistant_sessions (instance);
`;

// A name of a tool stands here as in a JSON text: no server can choose one that cannot be kept.
const CALLS = `
CREATE TABLE personal.tool_calls (
  configuration_id text COLLATE "C",
  id text COLLATE "C",
  organization_id text COLLATE "C" NOT NULL,
  owner_kind text NOT NULL CHECK (owner_kind IN ('user', 'api_key')),
  owner_id text COLLATE "C" NOT NULL,
  tool text COLLATE "C" NOT NULL,
  outcome text NOT NULL,
  code text,
  credentials_suspected boolean NOT NULL,
  via text NOT NULL,
  started_at timestamptz(3) NOT NULL,
  duration_ms double precision NOT NULL,
  trace_id text COLLATE "C",
  PRIMARY KEY (configuration_id, id)
);
CREATE INDEX ON personal.tool_calls (configuration_id, started_at);
CREATE INDEX ON personal.tool_calls (started_at);
`;
