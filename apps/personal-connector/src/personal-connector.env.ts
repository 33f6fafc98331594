import { LOG_LEVELS, parseEncryptionKeys, type LogLevel } from '@moorage/adapters-node';
import { Field } from '@moorage/contracts';
import { CommandPolicy, EgressPolicy } from '@moorage/egress';

/** What the personal-connector process reads from its environment. */
export class PersonalConnectorEnv {
  @Field.string({ doc: 'Address of NATS, with user and password or token when it asks for them.', example: 'nats://user:password@nats:4222', pattern: /^(nats|tls):\/\//, form: 'must start with nats:// or tls://' })
  NATS_URL!: string;

  @Field.string({ doc: 'Address of PostgreSQL.', example: 'postgres://moorage:password@postgres:5432/moorage', pattern: /^postgres(ql)?:\/\//, form: 'must start with postgres:// or postgresql://' })
  DATABASE_URL!: string;

  @Field.choice(['on', 'off'] as const, { doc: 'Whether the process brings the schema up to date when it starts.', example: 'on', optional: true })
  MIGRATE?: 'on' | 'off';

  @Field.string({ doc: 'Keys that encrypt credentials, `kid:base64,…` with 32 bytes each; the first one writes, all read.', example: 'k1:bW9vcmFnZS1leGFtcGxlLWtleS0zMi1ieXRlcy1sbyE=', readBy: parseEncryptionKeys })
  ENCRYPTION_KEYS!: string;

  @Field.string({ doc: 'Private addresses that connectors may reach: CIDR, host or host:port, separated by commas.', example: '10.20.0.0/16,wiki.internal:8443', readBy: (text) => EgressPolicy.parse(text), optional: true })
  EGRESS_ALLOW?: string;

  @Field.string({ doc: 'Commands that stdio connectors may run, as beginnings of the command line, word by word, separated by commas; none when absent. They see `npm_config_cache`, `npm_config_registry`, `UV_CACHE_DIR` and `UV_DEFAULT_INDEX` of this process, so that what npx and uvx download is kept.', example: 'npx -y @modelcontextprotocol/server-everything,uvx mcp-server-git', readBy: (text) => CommandPolicy.parse(text, { variable: 'ALLOW_STDIO' }), optional: true })
  ALLOW_STDIO?: string;

  @Field.integer({ doc: 'Seconds that cached tool definitions stay fresh.', example: 3600, min: 1, max: 86_400, fallback: 3600, optional: true })
  TOOL_CACHE_TTL_SECONDS?: number;

  @Field.integer({ doc: 'Seconds that a list of an assistant waits for one server.', example: 5, min: 1, max: 60, fallback: 5, optional: true })
  LIST_DEADLINE_SECONDS?: number;

  @Field.integer({ doc: 'Seconds that a server may be silent while an assistant waits for its answer.', example: 300, min: 1, max: 3_600, fallback: 300, optional: true })
  CALL_DEADLINE_SECONDS?: number;

  @Field.integer({ doc: 'Days that tool calls stay in the history of their owner.', example: 90, min: 1, max: 3650, fallback: 90, optional: true })
  CALL_LOG_DAYS?: number;

  @Field.integer({ doc: 'Seconds that a test or a refresh may take.', example: 10, min: 1, max: 60, fallback: 10, optional: true })
  TEST_DEADLINE_SECONDS?: number;

  @Field.integer({ doc: 'Port on which the process shows `live`, `ready` and `metrics` to its operator, to anyone who can reach it; not opened when absent.', example: 9464, min: 0, max: 65_535, optional: true })
  OPS_PORT?: number;

  @Field.choice(LOG_LEVELS, { doc: 'Least important log lines to write.', example: 'info', optional: true })
  LOG_LEVEL?: LogLevel;
}
