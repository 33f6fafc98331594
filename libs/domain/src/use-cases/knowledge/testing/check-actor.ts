import type { Actor } from '../../../model/knowledge/actor';
import type { CheckReport, CheckStep } from '../../../model/knowledge/connector-run';
import type { CheckOptions, ConnectorRuntime } from '../../../ports/connector-runtime.port';
import type { Metrics } from '../../../ports/metrics.port';
import { ConnectorMeter } from './connector-meter';
import type { KeepReplacement } from './keep-replacement';
import type { ActorReadiness } from './open-actor';
import type { RunBudget } from './run-budget';

/** How a check is to be made, and of what. */
export interface CheckOrder extends CheckOptions {
  budget: RunBudget;
  /** Milliseconds that it took to open the configuration. */
  openedMs: number;
  /** Whose stored configuration it is, when it is one. */
  stored?: Actor;
}

/** Lets a connector check a configuration that was opened for it, and counts what it showed. Opening is the step `spec`. */
export class CheckActor {
  readonly #meter: ConnectorMeter;

  constructor(
    private readonly runtime: ConnectorRuntime,
    private readonly keep: KeepReplacement,
    metrics: Metrics,
  ) {
    this.#meter = new ConnectorMeter(metrics);
  }

  async run(readiness: ActorReadiness, order: CheckOrder): Promise<CheckReport> {
    const { budget, stored } = order;
    const report = await this.#checked(readiness, order);
    const { definition } = 'ready' in readiness ? readiness.ready : readiness;
    this.#meter.tested(definition, report, budget.spentMs());
    if (stored && 'ready' in readiness) await this.keep.run(stored, readiness.ready, report.replacement, budget.work);
    return report;
  }

  async #checked(readiness: ActorReadiness, { budget, openedMs, writeProbe = false }: CheckOrder): Promise<CheckReport> {
    if ('failure' in readiness) {
      const { failure } = readiness;
      return { steps: [{ step: failure.stage, status: 'failed', message: failure.message, durationMs: openedMs }], warnings: [], failure };
    }
    const { ready } = readiness;
    const report = await this.runtime.check(ready.definition, ready.configuration, { writeProbe }, budget.limits());
    return report.steps.some(({ step }) => step === 'spec') ? report : { ...report, steps: [{ ...FITS, durationMs: openedMs }, ...report.steps] };
  }
}

const FITS: Pick<CheckStep, 'step' | 'status'> = { step: 'spec', status: 'succeeded' };
