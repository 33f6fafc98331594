import { FileRoots } from '@moorage/adapters-knowledge';
import { LOG_LEVELS, parseEncryptionKeys, type LogLevel } from '@moorage/adapters-node';
import { Field } from '@moorage/contracts';
import { CommandPolicy, EgressPolicy } from '@moorage/egress';

/** What the knowledge-connector process reads from its environment. */
export class KnowledgeConnectorEnv {
  @Field.string({ doc: 'Address of NATS, with user and password or token when it asks for them.', example: 'nats://user:password@nats:4222', pattern: /^(nats|tls):\/\//, form: 'must start with nats:// or tls://' })
  NATS_URL!: string;

  @Field.string({ doc: 'Address of PostgreSQL.', example: 'postgres://moorage:password@postgres:5432/moorage', pattern: /^postgres(ql)?:\/\//, form: 'must start with postgres:// or postgresql://' })
  DATABASE_URL!: string;

  @Field.choice(['on', 'off'] as const, { doc: 'Whether the process brings the schema up to date when it starts.', example: 'on', optional: true })
  MIGRATE?: 'on' | 'off';

  @Field.string({ doc: 'Keys that encrypt configurations, `kid:base64,…` with 32 bytes each; the first one writes, all read.', example: 'k1:bW9vcmFnZS1leGFtcGxlLWtleS0zMi1ieXRlcy1sbyE=', readBy: parseEncryptionKeys })
  ENCRYPTION_KEYS!: string;

  @Field.string({ doc: 'Private addresses that connectors may reach: CIDR, host or host:port, separated by commas.', example: '10.20.0.0/16,wiki.internal:8443', readBy: (text) => EgressPolicy.parse(text), optional: true })
  EGRESS_ALLOW?: string;

  @Field.string({ doc: 'Folders of this machine that sources and destinations may touch, as absolute paths separated by commas; none when absent. Links lead nowhere else.', example: '/srv/knowledge,/srv/exports', readBy: (text) => FileRoots.parse(text), optional: true })
  FILES_ROOTS?: string;

  @Field.string({ doc: 'Commands that knowledge connectors may run, as beginnings of the command line, word by word, separated by commas; none when absent. They speak the Airbyte protocol, see what those of `ALLOW_STDIO` see, and reach what they like: EGRESS_ALLOW does not hold for them.', example: 'uvx --from airbyte-source-faker source-faker,/opt/connectors/source-harbour', readBy: (text) => CommandPolicy.parse(text, { variable: 'ALLOW_PROCESSES' }), optional: true })
  ALLOW_PROCESSES?: string;

  @Field.integer({ doc: 'How many knowledge connectors that are commands may run at once; the others wait within their deadlines. Each may take 1 GiB of memory.', example: 8, min: 1, max: 200, fallback: 8, optional: true })
  PROCESS_CONCURRENCY?: number;

  @Field.integer({ doc: 'Port on which the process shows `live`, `ready` and `metrics` to its operator, to anyone who can reach it; not opened when absent.', example: 9464, min: 0, max: 65_535, optional: true })
  OPS_PORT?: number;

  @Field.choice(LOG_LEVELS, { doc: 'Least important log lines to write.', example: 'info', optional: true })
  LOG_LEVEL?: LogLevel;
}
