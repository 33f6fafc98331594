import type { Configuration } from '../../../model/configuration';
import type { JsonObject } from '../../../model/json';
import type { Tool } from '../../../model/tool';
import type { Clock } from '../../../ports/clock.port';
import type { CachedTools } from '../../../ports/tool-cache.port';
import type { Served } from '../chat';
import { prefixed } from '../endpoint/names';
import { withValidMirrors } from '../eras/mirrored-parameters';
import { toolsFor2025 } from '../eras/results-for-2025';
import type { Peer } from '../protocol/peer';
import type { ServedTools } from './served-tools';
import type { ToolGate } from './tool-gate';

/** The tools of one configuration by the names that a client knows. */
export interface NamedTools {
  entry: CachedTools;
  /** Own names by the names of the endpoint. */
  names: Map<string, string>;
}

/**
 * What `tools/list` answers: from the cache, without those that the policy of a configuration hides. A server that has none, or cannot be asked, does not keep
 * the others from being listed.
 */
export class ListServedTools {
  readonly #named = new WeakMap<CachedTools, { prefix: string; names: Map<string, string> }>();

  constructor(
    private readonly tools: ServedTools,
    private readonly gate: ToolGate,
    private readonly clock: Clock,
  ) {}

  /** Of one server; rejects where there are none to be had. */
  async one({ connected: { configuration } }: Served, era: Peer['era']): Promise<JsonObject> {
    if (!configuration.enabled) return this.#result([], [], era);
    const entry = await this.tools.read(configuration);
    return this.#result(this.#shown(configuration, entry, era), [entry], era);
  }

  /** Of several, by their prefixed names. */
  async all(served: Served[], era: Peer['era']): Promise<JsonObject> {
    const lists = await Promise.all(served.map((each) => this.#listOf(each, era)));
    const entries = lists.flatMap((list) => list?.entry ?? []);
    return this.#result(lists.flatMap((list) => list?.tools ?? []), entries, era);
  }

  /** The tools of a configuration, with the names that they have here. */
  async named({ connected: { configuration }, prefix }: Served): Promise<NamedTools> {
    const entry = await this.tools.read(configuration);
    return { entry, names: this.#namesOf(entry, prefix ?? '') };
  }

  async #listOf(served: Served, era: Peer['era']): Promise<{ entry: CachedTools; tools: Tool[] } | null> {
    const named = await this.named(served).catch(() => null);
    if (!named) return null;
    const here = new Map([...named.names].map(([name, own]) => [own, name]));
    const tools = this.#shown(served.connected.configuration, named.entry, era);
    return { entry: named.entry, tools: tools.map((tool) => ({ ...tool, name: here.get(tool.name) ?? tool.name })) };
  }

  /** What the policy shows; of a server of the newer era, what a client of this one can make something of. */
  #shown(configuration: Configuration, entry: CachedTools, era: Peer['era']): Tool[] {
    const visible = this.gate.visible(configuration, entry);
    if (configuration.era !== '2026') return visible;
    return era === '2025' ? toolsFor2025(visible) : withValidMirrors(visible);
  }

  #namesOf(entry: CachedTools, prefix: string): Map<string, string> {
    const known = this.#named.get(entry);
    if (known?.prefix === prefix) return known.names;
    const names = prefixed(prefix, entry.tools.map(({ name }) => name));
    this.#named.set(entry, { prefix, names });
    return names;
  }

  /** A list of several is good for as long as the one that ends first. */
  #result(tools: Tool[], entries: CachedTools[], era: Peer['era']): JsonObject {
    if (era === '2025') return { tools };
    const now = this.clock.now().getTime();
    const ttlMs = entries.length > 0 ? Math.max(0, Math.min(...entries.map(({ expiresAt }) => expiresAt.getTime() - now))) : 0;
    return { resultType: 'complete', tools, ttlMs, cacheScope: 'private' };
  }
}
