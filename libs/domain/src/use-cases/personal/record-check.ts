import type { Check } from '../../model/check';
import type { Configuration } from '../../model/configuration';
import type { Failure, ServerSighting } from '../../model/mcp-target';
import type { CheckLog } from '../../ports/check-log.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Ids } from '../../ports/ids.port';

/** What an upstream call found, whatever it was made for. */
export interface CheckOutcome extends ServerSighting {
  kind: Check['kind'];
  startedAt: Date;
  toolCount?: number;
  failure?: Failure;
}

/** Writes the result of an upstream call to the configuration's health and history; a late one is answered but not written. */
export class RecordCheck {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly checks: CheckLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run(configuration: Configuration, outcome: CheckOutcome): Promise<Check> {
    const check = this.checkOf(configuration.id, outcome);
    const written = await this.configs.recordHealth(configuration.id, {
      generation: configuration.generation,
      status: check.status,
      at: check.at,
      ...(check.failure && { error: check.failure.message }),
      ...(outcome.era && { era: outcome.era }),
    });
    if (written) await this.checks.append(check);
    return check;
  }

  private checkOf(configurationId: string, outcome: CheckOutcome): Check {
    const at = this.clock.now();
    return {
      id: this.ids.next('check'),
      configurationId,
      kind: outcome.kind,
      at,
      status: outcome.failure ? 'unhealthy' : 'healthy',
      responseTimeMs: at.getTime() - outcome.startedAt.getTime(),
      timings: outcome.timings,
      ...(outcome.toolCount !== undefined && { toolCount: outcome.toolCount }),
      ...(outcome.protocolVersion !== undefined && { protocolVersion: outcome.protocolVersion }),
      ...(outcome.serverVersion !== undefined && { serverVersion: outcome.serverVersion }),
      ...(outcome.failure && { failure: outcome.failure }),
    };
  }
}
