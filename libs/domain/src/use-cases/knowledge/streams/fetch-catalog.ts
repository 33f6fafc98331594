import type { ActorFailure } from '../../../errors/actor-failures';
import type { Actor } from '../../../model/knowledge/actor';
import type { CachedCatalog } from '../../../ports/catalog-cache.port';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectorRuntime } from '../../../ports/connector-runtime.port';
import type { Metrics } from '../../../ports/metrics.port';
import { ConnectorMeter } from '../testing/connector-meter';
import type { KeepReplacement } from '../testing/keep-replacement';
import type { OpenActor, ReadyActor } from '../testing/open-actor';
import type { RunBudget } from '../testing/run-budget';
import { catalogTooLarge } from './catalog-limits';

/** What a source offers, or why that is not known. `source`: as it is stored afterwards. */
export type CatalogOutcome = { catalog: CachedCatalog; source: Actor; definitionVersion: number } | { failure: ActorFailure };

/** Asks a source for its streams, and counts what came of it. Keeps nothing but what a connector has to have kept of its configuration. */
export class FetchCatalog {
  readonly #meter: ConnectorMeter;

  constructor(
    private readonly open: OpenActor,
    private readonly runtime: ConnectorRuntime,
    private readonly keep: KeepReplacement,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.#meter = new ConnectorMeter(metrics);
  }

  async run(source: Actor, budget: RunBudget): Promise<CatalogOutcome> {
    const readiness = await this.open.run(source, budget.work);
    const outcome = 'failure' in readiness ? readiness : await this.#discovered(source, readiness.ready, budget);
    const { definition } = 'ready' in readiness ? readiness.ready : readiness;
    this.#meter.discovered(definition, 'failure' in outcome ? outcome.failure : undefined, budget.spentMs());
    return outcome;
  }

  async #discovered(source: Actor, ready: ReadyActor, budget: RunBudget): Promise<CatalogOutcome> {
    const report = await this.runtime.discover(ready.definition, ready.configuration, budget.limits());
    if ('failure' in report) return report;
    const kept = await this.keep.run(source, ready, report.replacement, budget.work);
    const failure = catalogTooLarge(report.streams);
    return failure ? { failure } : { catalog: { streams: report.streams, discoveredAt: this.clock.now() }, source: kept, definitionVersion: ready.definition.version };
  }
}
