import type { CachedTools, ConfigRepo, ConfigScope, ToolCache, ToolCacheState, ToolStanding } from '@moorage/domain';
import { MemoryConfigRepo } from './config-repo.memory';
import { copy } from './copy';

export class MemoryToolCache implements ToolCache {
  readonly #entries = new Map<string, CachedTools>();

  constructor(private readonly configs: ConfigRepo = new MemoryConfigRepo()) {}

  async read(configurationId: string): Promise<CachedTools | null> {
    return copy(this.#entries.get(configurationId) ?? null);
  }

  async standing(scope: ConfigScope, configurationId: string): Promise<ToolStanding | null> {
    const configuration = await this.configs.find(scope, configurationId);
    if (!configuration) return null;
    const { enabled, generation, tools: policy } = configuration;
    return { enabled, generation, ...(policy && { policy }), entry: stateOf(this.#entries.get(configurationId)) };
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

function stateOf(entry: CachedTools | undefined): ToolCacheState | null {
  if (!entry) return null;
  const { generation, fetchedAt, expiresAt, invalidated } = copy(entry);
  return { generation, fetchedAt, expiresAt, invalidated };
}
