import { MoorageError } from '../../errors/moorage-error';
import type { Failure } from '../../errors/failures';
import type { Configuration } from '../../model/configuration';
import type { JsonObject } from '../../model/json';
import type { Work } from '../../model/work';
import type { LabelsOf } from '../../metrics/metric-catalogue';
import type { Clock } from '../../ports/clock.port';
import type { FlightLedger, FlightState } from '../../ports/flight-ledger.port';
import type { Metrics } from '../../ports/metrics.port';
import type { CachedTools, ToolCache } from '../../ports/tool-cache.port';
import type { FetchOutcome, FetchTools } from './fetch-tools';
import { isFresh } from './is-fresh';
import { SharedWork } from './shared-work';
import { unlessAborted } from './unless-aborted';

/** `any`: a fetch that is under way will do. `later`: only one that starts after this call. */
export type Freshness = 'any' | 'later';

/** How a caller came by the tools, and what they are. */
type Share = LabelsOf<'moorage_tool_fetches_total'> & { outcome?: FetchOutcome };

type Flight = Awaited<ReturnType<FlightLedger['takeOff']>>;

/** A fetch whose process is killed is missed after so long, and somebody else may start one; a slow one is extended in good time. */
const LEASE_MS = 4_000;
const EXTEND_EVERY_MS = 1_000;

/** How often a caller asks again before it gives up; each round waits for one fetch of somebody else. */
const ROUNDS = 4;

/** The outcome of a flight that came to nothing. */
const BROKEN: JsonObject = { broken: true };

/**
 * Many callers, one upstream call, across processes. Whoever takes off fetches; the others wait for the landing and read the cache.
 * A flight belongs to one generation, so a changed configuration never waits for, or joins, the fetch of an older one.
 * A caller who gives up stops waiting at once. The fetch goes on for the others in this process and is broken off when the last has left;
 * those who wait for it in other processes, whom nobody knows here, then start one of their own.
 */
export class ShareFetch {
  /** Flights of this process. */
  private readonly flying = new Map<string, SharedWork<FetchOutcome>>();
  private readonly watched = new Map<string, Promise<FlightState>>();

  constructor(
    private readonly flights: FlightLedger,
    private readonly fetch: FetchTools,
    private readonly cache: ToolCache,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** `work`: of this caller; the fetch itself belongs to the trace, and keeps to the time, of whoever starts it. Rejects with the signal's reason. */
  async run(configuration: Configuration, freshness: Freshness, work: Work = {}): Promise<FetchOutcome> {
    const { role, outcome } = await this.shareOf(configuration, freshness, work);
    this.metrics.count('moorage_tool_fetches_total', { role });
    if (outcome) return outcome;
    throw new MoorageError('UPSTREAM_TIMEOUT', { message: 'Other fetches of these tools did not come to an end in time. Try again in a moment.' });
  }

  private async shareOf(configuration: Configuration, freshness: Freshness, work: Work): Promise<Share> {
    const key = `tools:${configuration.id}:${configuration.generation}`;
    let after = await this.newestUnusable(key, freshness);
    const missed = freshness === 'any' ? await this.missed(configuration) : null;
    if (missed) return { role: 'found', outcome: { entry: missed, stored: true } };
    for (let round = 0; round < ROUNDS; round++) {
      work.signal?.throwIfAborted();
      const flight = await this.flights.takeOff(key, after, LEASE_MS);
      const here = this.boarding(configuration, key, flight, work);
      if (here) return { role: flight.mine ? 'made' : 'joined', outcome: await here.wait(work.signal) };
      const end = await unlessAborted(this.landing(key, flight.number), work.signal);
      const outcome = flight.joinable && end.state === 'landed' ? await this.shared(configuration, end.outcome as JsonObject) : null;
      if (outcome) return { role: 'joined', outcome };
      if (flight.joinable) after = flight.number;
    }
    return { role: 'gave_up' };
  }

  /** The flight to wait for, when it is one of this process that will do; one that falls to the caller starts here. */
  private boarding(configuration: Configuration, key: string, { number, mine, joinable }: Flight, work: Work): SharedWork<FetchOutcome> | null {
    const name = `${key}#${number}`;
    if (mine) this.flying.set(name, new SharedWork((signal) => this.pilot(configuration, key, number, { ...forFetch(work), signal })));
    const here = mine || joinable ? this.flying.get(name) : undefined;
    return here && !here.over ? here : null;
  }

  /** Number of the newest flight that will not do. */
  private async newestUnusable(key: string, freshness: Freshness): Promise<number> {
    const latest = await this.flights.latest(key);
    if (freshness === 'later' || latest === 0) return latest;
    const { state } = await this.flights.state(key, latest);
    return state === 'flying' ? latest - 1 : latest;
  }

  /** What landed after the caller had looked into the cache, and before the ledger was asked. */
  private async missed(configuration: Configuration): Promise<CachedTools | null> {
    const entry = await this.cache.read(configuration.id);
    return entry && isFresh(entry, configuration, this.clock.now()) ? entry : null;
  }

  private async pilot(configuration: Configuration, key: string, number: number, work: Work): Promise<FetchOutcome> {
    let landed: JsonObject = BROKEN;
    const over = new AbortController();
    void this.extendUntil(over.signal, key, number);
    try {
      const outcome = await this.fetch.run(configuration, work);
      landed = useOf(outcome);
      return outcome;
    } finally {
      over.abort();
      this.flying.delete(`${key}#${number}`);
      await this.flights.land(key, number, landed);
    }
  }

  private async extendUntil(over: AbortSignal, key: string, number: number): Promise<void> {
    try {
      for (;;) {
        await this.clock.wait(EXTEND_EVERY_MS, over);
        await this.flights.extend(key, number, LEASE_MS);
      }
    } catch {
      // The fetch is over, or the ledger is out of reach: then the lease runs out, and at worst one more fetch is made.
    }
  }

  /** What a landed flight of somebody else means here; `null` when it is of no use. */
  private async shared(configuration: Configuration, outcome: JsonObject): Promise<FetchOutcome | null> {
    if (outcome.failure) return { failure: outcome.failure as unknown as Failure };
    const entry = outcome.stored ? await this.cache.read(configuration.id) : null;
    return entry?.generation === configuration.generation ? { entry, stored: true } : null;
  }

  /** One watcher per flight and process, however many callers wait. */
  private landing(key: string, number: number): Promise<FlightState> {
    const name = `${key}#${number}`;
    const watcher = this.watched.get(name) ?? this.watch(key, number).finally(() => this.watched.delete(name));
    this.watched.set(name, watcher);
    return watcher;
  }

  /** Ends by itself: a flight whose lease has run out is `lost`. */
  private async watch(key: string, number: number): Promise<FlightState> {
    for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
      const state = await this.flights.state(key, number);
      if (state.state !== 'flying') return state;
      await this.clock.wait(pause);
    }
  }
}

/** What the ledger tells others of a fetch. One that was broken off says nothing of the server, so it is of no use to anybody. */
function useOf(outcome: FetchOutcome): JsonObject {
  if ('entry' in outcome) return { stored: outcome.stored };
  return outcome.failure.code === 'CANCELLED' ? BROKEN : { failure: { ...outcome.failure } };
}

/** What a fetch takes along of the work that starts it: all but the signal, for others may wait for it, too. */
function forFetch({ traceparent, remainingMs }: Work): Work {
  return { ...(traceparent !== undefined && { traceparent }), ...(remainingMs !== undefined && { remainingMs }) };
}
