import { randomBytes } from 'node:crypto';
import { PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import type { Log } from '@moorage/domain';
import { startService } from '@moorage/messaging';
import { KnowledgeConnectorModule } from './knowledge-connector.module';

export interface KnowledgeConnectorConfig {
  natsUrl: string;
  log: Log;
  /** Where the process counts; one of its own when absent. */
  metrics?: PromRegistry;
  /** Not opened when absent. */
  opsPort?: number;
}

/** Runs one instance of the service until `close`. */
export async function start({ natsUrl, log, opsPort, metrics = new PromRegistry() }: KnowledgeConnectorConfig): Promise<{ close(): Promise<void> }> {
  const module = KnowledgeConnectorModule.of(randomBytes(4).toString('hex'));
  const service = await startService({ name: 'knowledge', url: natsUrl, module, log, metrics: new PromMetrics('knowledge-connector', metrics) });
  if (opsPort === undefined) return service;
  try {
    const ops = await startOpsServer({ port: opsPort, host: '0.0.0.0', ready: async () => true, metrics });
    return { close: () => ops.close().finally(() => service.close()) };
  } catch (error) {
    await service.close();
    throw error;
  }
}
