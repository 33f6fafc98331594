import { LOG_LEVELS, NodeHasher, type LogLevel } from '@moorage/adapters-node';
import { Field } from '@moorage/contracts';
import { checkPresetKey } from '@moorage/domain';
import { AccessEnv } from './access/access.env';

/** What the gateway process reads from its environment. */
export class GatewayEnv extends AccessEnv {
  @Field.integer({ doc: 'Port of the API.', example: 8080, max: 65_535, fallback: 8080, optional: true })
  PORT?: number;

  @Field.string({ doc: 'Address to listen on.', example: '0.0.0.0', max: 255, optional: true })
  HOST?: string;

  @Field.string({ doc: 'Address of NATS, with user and password or token when it asks for them.', example: 'nats://user:password@nats:4222', pattern: /^(nats|tls):\/\//, form: 'must start with nats:// or tls://' })
  NATS_URL!: string;

  @Field.string({ doc: 'Address of PostgreSQL.', example: 'postgres://moorage:password@postgres:5432/moorage', pattern: /^postgres(ql)?:\/\//, form: 'must start with postgres:// or postgresql://' })
  DATABASE_URL!: string;

  @Field.choice(['on', 'off'] as const, { doc: 'Whether the process brings the schema up to date when it starts.', example: 'on', optional: true })
  MIGRATE?: 'on' | 'off';

  @Field.string({ doc: 'API key of the first start; generated when absent. `mrg_` and 38 letters and digits, the last 6 a checksum.', example: 'mrg_…', readBy: (text) => checkPresetKey(text, new NodeHasher()), optional: true })
  BOOTSTRAP_API_KEY?: string;

  @Field.id('organization', { doc: 'Id of the organization that the first start creates.', example: 'org_default', optional: true })
  BOOTSTRAP_ORGANIZATION?: string;

  @Field.integer({ doc: 'Port on which the process shows `live`, `ready` and `metrics` to its operator, to anyone who can reach it; not opened when absent.', example: 9464, min: 0, max: 65_535, optional: true })
  OPS_PORT?: number;

  @Field.choice(LOG_LEVELS, { doc: 'Least important log lines to write.', example: 'info', optional: true })
  LOG_LEVEL?: LogLevel;
}
