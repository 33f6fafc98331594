import 'reflect-metadata';
import { PinoLog, runProcess } from '@moorage/adapters-node';
import { readEnvironment } from '@moorage/contracts';
import { KnowledgeConnectorEnv } from './knowledge-connector.env';
import { start } from './start';

void runProcess(async () => {
  const env = readEnvironment(KnowledgeConnectorEnv, process.env);
  return start({
    natsUrl: env.NATS_URL,
    databaseUrl: env.DATABASE_URL,
    migrate: env.MIGRATE !== 'off',
    encryptionKeys: env.ENCRYPTION_KEYS,
    egressAllow: env.EGRESS_ALLOW ?? '',
    filesRoots: env.FILES_ROOTS ?? '',
    allowProcesses: env.ALLOW_PROCESSES ?? '',
    processConcurrency: env.PROCESS_CONCURRENCY ?? 8,
    log: new PinoLog({ service: 'knowledge-connector', level: env.LOG_LEVEL ?? 'info' }),
    ...(env.OPS_PORT !== undefined && { opsPort: env.OPS_PORT }),
  });
});
