import { FileRoots } from '@moorage/adapters-knowledge';
import { LOG_LEVELS, NodeHasher, parseEncryptionKeys, type LogLevel } from '@moorage/adapters-node';
import { Field } from '@moorage/contracts';
import { checkPresetKey } from '@moorage/domain';
import { CommandPolicy, EgressPolicy } from '@moorage/egress';
import { AccessEnv } from '@moorage/gateway';

/** What the one-process form reads from its environment. Everything is optional: without anything it runs embedded, on loopback, in `.data`. */
export class StandaloneEnv extends AccessEnv {
  @Field.integer({ doc: 'Port of the public API.', example: 8080, min: 0, max: 65_535, fallback: 8080, optional: true })
  PORT?: number;

  @Field.string({ doc: 'Address the public API listens on; 127.0.0.1 with the embedded database, else all.', example: '127.0.0.1', max: 255, optional: true })
  HOST?: string;

  @Field.integer({ doc: 'Port on which the process shows `live`, `ready` and `metrics` to its operator, to anyone who can reach it; not opened when absent.', example: 9464, min: 0, max: 65_535, optional: true })
  OPS_PORT?: number;

  @Field.string({ doc: 'Folder of the embedded database, its password, and the generated encryption key.', example: '.data', max: 4_000, optional: true })
  DATA_DIR?: string;

  @Field.string({ doc: 'API key of the operator that the first start creates; generated when absent. `mrg_` and 38 letters and digits, the last 6 a checksum.', example: 'mrg_…', readBy: (text) => checkPresetKey(text, new NodeHasher()), optional: true })
  BOOTSTRAP_API_KEY?: string;

  @Field.id('organization', { doc: 'Id of the organization that the first start creates.', example: 'org_default', optional: true })
  BOOTSTRAP_ORGANIZATION?: string;

  @Field.string({ doc: 'Address of NATS; the embedded broker when absent.', example: 'nats://user:password@nats:4222', pattern: /^(nats|tls):\/\//, form: 'must start with nats:// or tls://', optional: true })
  NATS_URL?: string;

  @Field.string({ doc: 'Address of PostgreSQL; the embedded server when absent.', example: 'postgres://moorage:password@postgres:5432/moorage', pattern: /^postgres(ql)?:\/\//, form: 'must start with postgres:// or postgresql://', optional: true })
  DATABASE_URL?: string;

  @Field.choice(['on', 'off'] as const, { doc: 'Whether the process brings the schema up to date when it starts.', example: 'on', optional: true })
  MIGRATE?: 'on' | 'off';

  @Field.string({ doc: 'Keys that encrypt credentials and configurations, `kid:base64,…` with 32 bytes each; generated into DATA_DIR when absent and the database is embedded.', example: 'k1:bW9vcmFnZS1leGFtcGxlLWtleS0zMi1ieXRlcy1sbyE=', readBy: parseEncryptionKeys, optional: true })
  ENCRYPTION_KEYS?: string;

  @Field.string({ doc: 'Private addresses that connectors may reach: CIDR, host or host:port, separated by commas; loopback with the embedded database. `none` closes loopback, too.', example: '127.0.0.0/8,::1', readBy: (text) => EgressPolicy.parse(text), optional: true })
  EGRESS_ALLOW?: string;

  @Field.string({ doc: 'Folders of this machine that sources and destinations may touch, as absolute paths separated by commas; none when absent. Links lead nowhere else.', example: '/srv/knowledge,/srv/exports', readBy: (text) => FileRoots.parse(text), optional: true })
  FILES_ROOTS?: string;

  @Field.string({ doc: 'Commands that stdio connectors may run, as beginnings of the command line, word by word, separated by commas; none when absent. They see `npm_config_cache`, `npm_config_registry`, `UV_CACHE_DIR` and `UV_DEFAULT_INDEX` of this process, so that what npx and uvx download is kept. With the embedded database `*` stands for all.', example: 'npx -y @modelcontextprotocol/server-everything,uvx mcp-server-git', readBy: (text) => CommandPolicy.parse(text, { variable: 'ALLOW_STDIO', wildcard: true }), optional: true })
  ALLOW_STDIO?: string;

  @Field.string({ doc: 'Commands that knowledge connectors may run, as beginnings of the command line, word by word, separated by commas; none when absent. They speak the Airbyte protocol, see what those of `ALLOW_STDIO` see, and reach what they like: EGRESS_ALLOW does not hold for them. With the embedded database `*` stands for all.', example: 'uvx --from airbyte-source-faker source-faker,/opt/connectors/source-harbour', readBy: (text) => CommandPolicy.parse(text, { variable: 'ALLOW_PROCESSES', wildcard: true }), optional: true })
  ALLOW_PROCESSES?: string;

  @Field.integer({ doc: 'How many knowledge connectors that are commands may run at once; the others wait within their deadlines. Each may take 1 GiB of memory.', example: 8, min: 1, max: 200, fallback: 8, optional: true })
  PROCESS_CONCURRENCY?: number;

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

  @Field.choice(LOG_LEVELS, { doc: 'Least important log lines to write; `warn` with the embedded database, else `info`.', example: 'warn', optional: true })
  LOG_LEVEL?: LogLevel;
}
