import type { CachedTools, ToolCache, ToolCacheState } from '@moorage/domain';
import { copy } from './copy';

export class MemoryToolCache implements ToolCache {
  readonly #entries = new Map<string, CachedTools>();

  async read(configurationId: string): Promise<CachedTools | null> {
    return copy(this.#entries.get(configurationId) ?? null);
  }

  async state(configurationId: string): Promise<ToolCacheState | null> {
    const entry = this.#entries.get(configurationId);
    if (!entry) return null;
    const { generation, fetchedAt, expiresAt, invalidated } = copy(entry);
    return { generation, fetchedAt, expiresAt, invalidated };
  }

  async store(configurationId: string, entry: CachedTools): Promise<boolean> {
    const present = this.#entries.get(configurationId);
    if (present && isNewer(present, entry)) return false;
    this.#entries.set(configurationId, copy(entry));
    return true;
  }

  async invalidate(configurationId: string): Promise<boolean> {
    const present = this.#entries.get(configurationId);
    if (present) present.invalidated = true;
    return present !== undefined;
  }

  async remove(configurationIds: string[]): Promise<void> {
    for (const id of configurationIds) this.#entries.delete(id);
  }
}

function isNewer(present: CachedTools, entry: CachedTools): boolean {
  return present.generation === entry.generation ? present.fetchedAt > entry.fetchedAt : present.generation > entry.generation;
}
