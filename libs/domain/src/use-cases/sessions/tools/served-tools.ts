import { MoorageError } from '../../../errors/moorage-error';
import type { Configuration } from '../../../model/configuration';
import type { Clock } from '../../../ports/clock.port';
import type { CachedTools, ToolCache } from '../../../ports/tool-cache.port';
import { isFresh } from '../../personal/is-fresh';
import { KnownTools } from '../../personal/known-tools';
import { entryOf } from '../../personal/refresh-tools';
import type { ShareFetch } from '../../personal/share-fetch';
import { withinMs } from '../within-ms';

/** How long an entry is believed when no hint comes: a lost hint costs no more. */
const BELIEVED_MS = 2_000;
const MOST_BELIEVED = 5_000;
/** Between two questions to a server that says again and again that its tools have changed. */
const RENEWED_MS = 1_000;

interface Renewal {
  begun: boolean;
  done: Promise<boolean>;
}

/**
 * The tools of a configuration as assistants get them: from the cache, without asking the server. What has expired is served once more
 * while it is fetched anew. Only where there is nothing does a list wait, and then for no longer than its deadline.
 */
export class ServedTools {
  readonly #believed = new Map<string, { at: number; entry: CachedTools }>();
  /** By configuration: the newest renewal, under way or still waiting for the one before. */
  readonly #renewals = new Map<string, Renewal>();
  readonly #known: KnownTools;
  /** Counts hints: what was read while one came is served once. */
  #changes = 0;

  constructor(
    private readonly cache: ToolCache,
    private readonly share: ShareFetch,
    private readonly given: { clock: Clock; listDeadlineMs: number },
  ) {
    this.#known = new KnownTools(cache);
  }

  /** Rejects with an upstream error where there are none and they cannot be had, and with `UPSTREAM_TIMEOUT` when that takes too long. */
  async read(configuration: Configuration): Promise<CachedTools> {
    const believed = this.#believed.get(configuration.id);
    if (believed && this.#now() - believed.at < BELIEVED_MS && believed.entry.generation === configuration.generation) return believed.entry;
    const before = this.#changes;
    const entry = (await this.#cached(configuration)) ?? (await this.#fetched(configuration));
    if (this.#believed.size >= MOST_BELIEVED) this.#believed.clear();
    if (before === this.#changes) this.#believed.set(configuration.id, { at: this.#now(), entry });
    return entry;
  }

  /** Looks into the cache again before serving these. */
  forget(configurationIds: string[]): void {
    this.#changes += 1;
    for (const id of configurationIds) this.#believed.delete(id);
  }

  /**
   * Asks the server again because it has said that its tools have changed. Answers whether they have: then everybody is told. However often a server
   * says so, it is asked once a second. Never rejects.
   */
  renew(configuration: Configuration): Promise<boolean> {
    const { id } = configuration;
    const waiting = this.#renewals.get(id);
    if (waiting?.begun === false) return waiting.done;
    const renewal: Renewal = { begun: false, done: Promise.resolve(false) };
    this.#renewals.set(id, renewal);
    renewal.done = this.#renewed(configuration, waiting, renewal).finally(() => this.#renewals.get(id) === renewal && this.#renewals.delete(id));
    return renewal.done;
  }

  async #renewed(configuration: Configuration, before: Renewal | undefined, renewal: Renewal): Promise<boolean> {
    if (before) await Promise.all([before.done, this.given.clock.wait(RENEWED_MS)]);
    renewal.begun = true;
    const outcome = await this.share.run(configuration, 'later').catch(() => null);
    if (!outcome || 'failure' in outcome) return false;
    const { newTools, removedTools, changedTools } = outcome.entry.change;
    return newTools.length + removedTools.length + changedTools.length > 0;
  }

  async #cached(configuration: Configuration): Promise<CachedTools | null> {
    const standing = await this.cache.standing(configuration, configuration.id);
    const state = standing?.entry;
    if (!state || state.invalidated || state.generation !== configuration.generation) return null;
    const entry = await this.#known.read(configuration.id, state);
    if (!entry || entry.generation !== configuration.generation || entry.invalidated) return null;
    if (!isFresh(entry, configuration, this.given.clock.now())) void this.share.run(configuration, 'any').catch(() => undefined);
    return entry;
  }

  /** The fetch goes on when this list does not wait any more: the next one has it. */
  async #fetched(configuration: Configuration): Promise<CachedTools> {
    const outcome = await withinMs(this.given.clock, this.given.listDeadlineMs, this.share.run(configuration, 'any'));
    if (!outcome) throw new MoorageError('UPSTREAM_TIMEOUT', { message: `The server of ${configuration.name} did not list its tools in time. Try again in a moment.` });
    return entryOf(outcome);
  }

  #now(): number {
    return this.given.clock.now().getTime();
  }
}
