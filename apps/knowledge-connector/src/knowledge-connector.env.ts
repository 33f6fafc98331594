import { LOG_LEVELS, type LogLevel } from '@moorage/adapters-node';
import { Field } from '@moorage/contracts';

/** What the knowledge-connector process reads from its environment. */
export class KnowledgeConnectorEnv {
  @Field.string({ doc: 'Address of NATS, with user and password or token when it asks for them.', example: 'nats://user:password@nats:4222', pattern: /^(nats|tls):\/\//, form: 'must start with nats:// or tls://' })
  NATS_URL!: string;

  @Field.string({ doc: 'Address of PostgreSQL. Reserved: nothing is stored yet, so it is only checked for its form.', example: 'postgres://moorage:password@postgres:5432/moorage', pattern: /^postgres(ql)?:\/\//, form: 'must start with postgres:// or postgresql://', optional: true })
  DATABASE_URL?: string;

  @Field.integer({ doc: 'Port on which the process shows `live`, `ready` and `metrics` to its operator, to anyone who can reach it; not opened when absent.', example: 9464, min: 0, max: 65_535, optional: true })
  OPS_PORT?: number;

  @Field.choice(LOG_LEVELS, { doc: 'Least important log lines to write.', example: 'info', optional: true })
  LOG_LEVEL?: LogLevel;
}
