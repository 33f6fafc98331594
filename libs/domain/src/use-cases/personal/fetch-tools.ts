import { failure, type Failure } from '../../errors/failures';
import { MoorageError } from '../../errors/moorage-error';
import { compareTools, toolMeaning, type Tool } from '../../model/tool';
import { ownerKey } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { ToolListing } from '../../model/mcp-target';
import type { Work } from '../../model/work';
import type { AcceptedTools } from '../../ports/accepted-tools.port';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Hasher } from '../../ports/hasher.port';
import type { CachedTools, ToolCache } from '../../ports/tool-cache.port';
import type { ToolSource } from '../../ports/tool-source.port';
import { limitsWithin } from './limits-within';
import type { OpenTarget } from './open-target';
import type { RecordCheck } from './record-check';

/** Tools, or why there are none. `stored` is false when the configuration had changed meanwhile. */
export type FetchOutcome = { entry: CachedTools; stored: boolean } | { failure: Failure };

export interface FetchSettings {
  deadlineMs: number;
  /** Lifetime of cached tools unless the server declares a shorter one. */
  ttlMs: number;
}

/** One upstream call for the tools of a configuration, with its traces: cache entry, health, history, notice to sessions. */
export class FetchTools {
  constructor(
    private readonly openTarget: OpenTarget,
    private readonly source: ToolSource,
    private readonly cache: ToolCache,
    private readonly record: RecordCheck,
    private readonly given: { configs: ConfigRepo; clock: Clock; hasher: Hasher; announcer: Announcer; accepted: AcceptedTools; settings: FetchSettings },
  ) {}

  async run(configuration: Configuration, work: Work = {}): Promise<FetchOutcome> {
    const startedAt = this.given.clock.now();
    const listing = await this.listing(configuration, work);
    const outcome = listing.tools ? await this.remember(configuration, listing.tools, listing.ttlMs) : { failure: listing.failure ?? failure('UNEXPECTED') };
    const endedAt = 'entry' in outcome ? outcome.entry.fetchedAt : this.given.clock.now();
    const found = 'failure' in outcome ? { failure: outcome.failure } : { toolCount: outcome.entry.tools.length };
    await this.record.run(configuration, { ...listing, kind: 'refresh', startedAt, endedAt, ...found });
    return outcome;
  }

  private async listing(configuration: Configuration, work: Work): Promise<ToolListing> {
    const opened = await this.openTarget.run(configuration);
    if (!opened) throw new MoorageError('CONNECTOR_NOT_FOUND');
    if ('failure' in opened.readiness) return { failure: opened.readiness.failure, timings: {} };
    return this.source.list(opened.readiness.target, limitsWithin(work, this.given.settings.deadlineMs));
  }

  private async remember(configuration: Configuration, tools: Tool[], ttlMs: number | undefined): Promise<FetchOutcome> {
    const before = await this.cache.read(configuration.id);
    const entry = this.entryOf(configuration, tools, ttlMs, before);
    const stored = await this.cache.store(configuration.id, entry);
    if (stored && !isSame(before, entry)) await this.given.announcer.announce('personal.tools.changed', { configurationIds: [configuration.id], ownerId: ownerKey(configuration.owner) });
    if (stored) await this.followChanges(configuration, entry);
    return { entry, stored };
  }

  /** Who switches a configuration off, or sets its policy, acts on what is cached at that moment; what was stored a little later is seen to here. */
  private async followChanges(configuration: Configuration, { fingerprints }: CachedTools): Promise<void> {
    const now = await this.given.configs.find(configuration, configuration.id);
    if (now?.tools?.onChange === 'hold') await this.given.accepted.acceptNew(configuration.id, fingerprints);
    if (now?.enabled === false) await this.cache.invalidate(configuration.id);
  }

  private entryOf(configuration: Configuration, tools: Tool[], ttlMs: number | undefined, before: CachedTools | null): CachedTools {
    const fetchedAt = this.given.clock.now();
    const lifetime = ttlMs && ttlMs > 0 ? Math.min(ttlMs, this.given.settings.ttlMs) : this.given.settings.ttlMs;
    const fingerprints = new Map(tools.map((tool) => [tool.name, this.given.hasher.sha256(toolMeaning(tool))]));
    const change = compareTools(fingerprintsOf(before), fingerprints);
    return {
      generation: configuration.generation,
      tools,
      fingerprints: Object.fromEntries(fingerprints),
      fetchedAt,
      expiresAt: new Date(fetchedAt.getTime() + lifetime),
      invalidated: false,
      change: { ...change, previousToolCount: before?.tools.length ?? 0 },
    };
  }
}

/** Whether assistants that were served from the entry before notice nothing. */
function isSame(before: CachedTools | null, { generation, change }: CachedTools): boolean {
  const { newTools, removedTools, changedTools } = change;
  return before !== null && !before.invalidated && before.generation === generation && newTools.length + removedTools.length + changedTools.length === 0;
}

/** By name, in the order of the tools. */
function fingerprintsOf(entry: CachedTools | null): Map<string, string> {
  return new Map(entry?.tools.map((tool) => [tool.name, entry.fingerprints[tool.name] ?? '']));
}
