import type { CachedTools, ToolCache, ToolCacheState } from '../../ports/tool-cache.port';

interface Entry {
  tools: CachedTools;
  size: number;
}

/**
 * Tool lists that were read before. What an entry of the cache holds never changes while its generation and time of fetch stay, so only
 * those are read each time. Bounded in the length of all lists as JSON; the one used longest ago goes first. Entries are shared: do not change them.
 */
export class KnownTools {
  readonly #entries = new Map<string, Entry>();
  #size = 0;

  constructor(
    private readonly cache: ToolCache,
    private readonly maxSize = 16 * 1024 * 1024,
  ) {}

  /** The entry that has this state, or whatever has taken its place meanwhile; `null` when there is none. */
  async read(configurationId: string, state: ToolCacheState): Promise<CachedTools | null> {
    const known = this.#entries.get(configurationId);
    const same = known && isSame(known.tools, state);
    this.#forget(configurationId);
    const tools = same ? known.tools : await this.cache.read(configurationId);
    if (tools && !tools.invalidated) this.#keep(configurationId, { tools, size: same ? known.size : JSON.stringify(tools.tools).length });
    return tools;
  }

  #keep(configurationId: string, entry: Entry): void {
    this.#forget(configurationId);
    this.#entries.set(configurationId, entry);
    this.#size += entry.size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.maxSize) return;
      this.#forget(oldest);
    }
  }

  #forget(configurationId: string): void {
    this.#size -= this.#entries.get(configurationId)?.size ?? 0;
    this.#entries.delete(configurationId);
  }
}

function isSame(tools: CachedTools, state: ToolCacheState): boolean {
  return tools.generation === state.generation && tools.fetchedAt.getTime() === state.fetchedAt.getTime() && tools.expiresAt.getTime() === state.expiresAt.getTime() && !state.invalidated;
}
