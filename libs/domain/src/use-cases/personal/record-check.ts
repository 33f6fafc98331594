import type { Check } from '../../model/check';
import type { Configuration } from '../../model/configuration';
import type { Failure, ServerSighting } from '../../model/mcp-target';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Ids } from '../../ports/ids.port';
import type { Metrics } from '../../ports/metrics.port';
import type { EraseTraces } from './delete-configurations';

/** What an upstream call found, whatever it was made for. */
export interface CheckOutcome extends ServerSighting {
  kind: Check['kind'];
  startedAt: Date;
  endedAt: Date;
  toolCount?: number;
  failure?: Failure;
}

/** The stages that take time, and what metrics call them. */
const STAGES = [['dnsMs', 'dns'], ['connectMs', 'connect'], ['tlsMs', 'tls'], ['handshakeMs', 'handshake'], ['listToolsMs', 'list_tools']] as const;

/**
 * Writes the result of an upstream call to the configuration's health and history, and counts it. A late one is answered but not written, and so is
 * one that we broke off ourselves: it says nothing of the server. What was written beside a configuration deleted meanwhile is erased again.
 */
export class RecordCheck {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly erase: EraseTraces,
    private readonly ids: Ids,
    private readonly metrics: Metrics,
  ) {}

  async run(configuration: Configuration, outcome: CheckOutcome): Promise<Check> {
    const check = this.checkOf(configuration.id, outcome);
    this.measure(check, outcome);
    if (check.failure?.code === 'CANCELLED') return check;
    const written = await this.configs.recordHealth({ generation: configuration.generation, check, ...(outcome.era && { era: outcome.era }) });
    if (!written && !(await this.configs.find(configuration, configuration.id))) await this.erase.run([configuration.id]);
    return check;
  }

  private measure({ kind, status, failure, responseTimeMs, timings }: Check, { era }: CheckOutcome): void {
    const result = failure?.code === 'CANCELLED' ? 'cancelled' : status;
    this.metrics.count('moorage_checks_total', { kind, result, stage: failure?.stage ?? 'none', code: failure?.code ?? 'none' });
    this.metrics.observe('moorage_check_duration_seconds', responseTimeMs / 1_000, { kind, result });
    for (const [member, stage] of STAGES) {
      const ms = timings[member];
      if (ms !== undefined) this.metrics.observe('moorage_upstream_stage_duration_seconds', ms / 1_000, { stage, era: era ?? 'unknown' });
    }
  }

  private checkOf(configurationId: string, outcome: CheckOutcome): Check {
    const { startedAt, endedAt: at } = outcome;
    return {
      id: this.ids.next('check'),
      configurationId,
      kind: outcome.kind,
      at,
      status: outcome.failure ? 'unhealthy' : 'healthy',
      responseTimeMs: at.getTime() - startedAt.getTime(),
      timings: outcome.timings,
      ...(outcome.toolCount !== undefined && { toolCount: outcome.toolCount }),
      ...(outcome.protocolVersion !== undefined && { protocolVersion: outcome.protocolVersion }),
      ...(outcome.serverVersion !== undefined && { serverVersion: outcome.serverVersion }),
      ...(outcome.failure && { failure: outcome.failure }),
    };
  }
}
