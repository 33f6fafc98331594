import type { Caller } from '../../../model/caller';
import type { Actor } from '../../../model/knowledge/actor';
import type { ConfiguredStream } from '../../../model/knowledge/connection';
import type { CheckReport } from '../../../model/knowledge/connector-run';
import type { Work } from '../../../model/work';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { Metrics } from '../../../ports/metrics.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import type { FetchCatalog } from '../streams/fetch-catalog';
import type { CheckActor } from '../testing/check-actor';
import { absent, unusable } from '../testing/find-test-subject';
import type { OpenActor } from '../testing/open-actor';
import { RunBudget } from '../testing/run-budget';
import { checksOf, type ConnectionCheck, type SideReports } from './connection-checks';
import { destinationOf } from './destination-of';
import type { DestinationModes } from './destination-modes';
import { resultsOf } from './results-of';
import { streamFaults } from './stream-faults';

export interface ConnectionTestRequest {
  sourceId: string;
  destinationId?: string;
  streams?: ConfiguredStream[];
}

/**
 * A dry run of a connection that need not exist: source, destination and streams are looked at for real and at the same time. Stores no connection
 * and no catalog. What it names and is not there is `CONNECTOR_INVALID_CONFIG`.
 */
export class TestConnection {
  constructor(
    private readonly actors: ActorRepo,
    private readonly workspaces: WorkspaceRepo,
    private readonly open: OpenActor,
    private readonly check: CheckActor,
    private readonly given: { fetch: FetchCatalog; modes: DestinationModes; clock: Clock; metrics: Metrics },
  ) {}

  async run({ organizationId }: Caller, request: ConnectionTestRequest, work: Work = {}): Promise<ConnectionCheck[]> {
    const budget = new RunBudget(this.given.clock, work, organizationId);
    const { source, destination } = await this.#ends(organizationId, request);
    const streams = request.streams?.length ? request.streams : null;
    const [from, to, chosen] = await Promise.all([
      this.#checked(source, budget),
      destination ? this.#checked(destination, budget) : null,
      streams ? this.#judged(streams, source, destination, budget) : null,
    ]);
    const reports: SideReports = { source: from, destination: to, streams: chosen };
    this.given.metrics.count('moorage_connection_tests_total', resultsOf(reports));
    return checksOf(reports);
  }

  async #ends(organizationId: string, { sourceId, destinationId }: ConnectionTestRequest): Promise<{ source: Actor; destination: Actor | null }> {
    const source = await this.actors.find(organizationId, 'source', sourceId);
    if (!source) throw unusable([absent('source_id', 'source')]);
    const destination = await destinationOf(this.actors, this.workspaces, source, destinationId);
    if (destinationId !== undefined && !destination) throw unusable([absent('destination_id', 'destination')]);
    return { source, destination };
  }

  async #checked(actor: Actor, budget: RunBudget): Promise<CheckReport> {
    const readiness = await this.open.run(actor, budget.work);
    return this.check.run(readiness, { budget, openedMs: budget.spentMs(), stored: actor });
  }

  async #judged(streams: ConfiguredStream[], source: Actor, destination: Actor | null, budget: RunBudget): Promise<SideReports['streams']> {
    const [outcome, destinationSyncModes] = await Promise.all([this.given.fetch.run(source, budget), this.given.modes.run(destination, budget.work)]);
    return 'failure' in outcome ? outcome : { faults: streamFaults(streams, { streams: outcome.catalog.streams, destinationSyncModes }) };
  }
}
