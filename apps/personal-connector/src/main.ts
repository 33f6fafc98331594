import 'reflect-metadata';
import { PinoLog, runProcess } from '@moorage/adapters-node';
import { readEnvironment } from '@moorage/contracts';
import { PersonalConnectorEnv } from './personal-connector.env';
import { start } from './start';

void runProcess(async () => {
  const env = readEnvironment(PersonalConnectorEnv, process.env);
  return start({
    natsUrl: env.NATS_URL,
    databaseUrl: env.DATABASE_URL,
    migrate: env.MIGRATE !== 'off',
    encryptionKeys: env.ENCRYPTION_KEYS,
    egressAllow: env.EGRESS_ALLOW ?? '',
    allowStdio: env.ALLOW_STDIO ?? '',
    testDeadlineMs: (env.TEST_DEADLINE_SECONDS ?? 10) * 1_000,
    toolCacheTtlMs: (env.TOOL_CACHE_TTL_SECONDS ?? 3_600) * 1_000,
    listDeadlineMs: (env.LIST_DEADLINE_SECONDS ?? 5) * 1_000,
    callDeadlineMs: (env.CALL_DEADLINE_SECONDS ?? 300) * 1_000,
    callLogDays: env.CALL_LOG_DAYS ?? 90,
    log: new PinoLog({ service: 'personal-connector', level: env.LOG_LEVEL ?? 'info' }),
    ...(env.OPS_PORT !== undefined && { opsPort: env.OPS_PORT }),
  });
});
