import 'reflect-metadata';
import { PinoLog, runProcess } from '@moorage/adapters-node';
import { readEnvironment } from '@moorage/contracts';
import { KnowledgeConnectorEnv } from './knowledge-connector.env';
import { start } from './start';

void runProcess(async () => {
  const env = readEnvironment(KnowledgeConnectorEnv, process.env);
  const log = new PinoLog({ service: 'knowledge-connector', level: env.LOG_LEVEL ?? 'info' });
  return start({ natsUrl: env.NATS_URL, log, ...(env.OPS_PORT !== undefined && { opsPort: env.OPS_PORT }) });
});
