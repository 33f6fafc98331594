import type { ActorFailure } from '../../../errors/actor-failures';
import type { LabelsOf } from '../../../metrics/metric-catalogue';
import type { ActorDefinition } from '../../../model/knowledge/actor';
import type { CheckReport } from '../../../model/knowledge/connector-run';
import type { Metrics } from '../../../ports/metrics.port';

type Outcome = Pick<LabelsOf<'moorage_discoveries_total'>, 'result' | 'stage' | 'code'>;

/** Counts and times what connectors were asked, by well-known connector: the definitions of an organization have no end and no name here. */
export class ConnectorMeter {
  constructor(private readonly metrics: Metrics) {}

  /** A source or destination was tested. */
  tested(definition: ActorDefinition, { steps, failure }: CheckReport, ms: number): void {
    const { type: side, kind: runtime } = definition;
    const [connector, outcome] = [connectorOf(definition), outcomeOf(failure)];
    this.metrics.count('moorage_actor_tests_total', { side, runtime, connector, ...outcome });
    this.metrics.observe('moorage_actor_test_duration_seconds', ms / 1_000, { side, runtime, result: outcome.result });
    for (const { step, status, durationMs } of steps) {
      if (status !== 'skipped') this.metrics.observe('moorage_actor_step_duration_seconds', durationMs / 1_000, { connector, step });
    }
  }

  /** A source was asked for its streams. */
  discovered(definition: ActorDefinition, failure: ActorFailure | undefined, ms: number): void {
    const [connector, outcome] = [connectorOf(definition), outcomeOf(failure)];
    this.metrics.count('moorage_discoveries_total', { runtime: definition.kind, connector, ...outcome });
    this.metrics.observe('moorage_discovery_duration_seconds', ms / 1_000, { connector, result: outcome.result });
  }
}

/** What a failure, or its absence, says of a configuration. */
export function resultOf(failure: ActorFailure | undefined): Outcome['result'] {
  if (!failure) return 'succeeded';
  if (failure.code === 'CANCELLED') return 'cancelled';
  return failure.indeterminate ? 'indeterminate' : 'failed';
}

function outcomeOf(failure: ActorFailure | undefined): Outcome {
  return { result: resultOf(failure), stage: failure?.stage ?? 'none', code: failure?.code ?? 'none' };
}

function connectorOf({ id, organizationId }: ActorDefinition): string {
  return organizationId === undefined ? id : 'custom';
}
