import { randomBytes } from 'node:crypto';
import { PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import type { Log, Metrics } from '@moorage/domain';
import { startService } from '@moorage/messaging';
import { KnowledgeConnectorModule } from './knowledge-connector.module';

export interface KnowledgeConnectorConfig {
  natsUrl: string;
  log: Log;
  /** Where the app counts instead of in a registry of its own, which `opsPort` shows. */
  metrics?: Metrics;
  /** Not opened when absent. */
  opsPort?: number;
}

/** Runs one instance of the service until `close`. */
export async function start({ natsUrl, log, opsPort, metrics }: KnowledgeConnectorConfig): Promise<{ close(): Promise<void> }> {
  const module = KnowledgeConnectorModule.of(randomBytes(4).toString('hex'));
  const registry = new PromRegistry();
  const service = await startService({ name: 'knowledge', url: natsUrl, module, log, metrics: metrics ?? new PromMetrics('knowledge-connector', registry) });
  if (opsPort === undefined) return service;
  try {
    const ops = await startOpsServer({ port: opsPort, host: '0.0.0.0', ready: async () => true, metrics: registry });
    return { close: () => ops.close().finally(() => service.close()) };
  } catch (error) {
    await service.close();
    throw error;
  }
}
