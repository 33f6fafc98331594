import type { Check, CheckLog } from '@moorage/domain';
import { MemoryTable, type Page } from './memory-table';

const KEPT = 100;

export class MemoryCheckLog implements CheckLog {
  readonly #table = new MemoryTable<Check>();

  /** For `MemoryConfigRepo`, which writes. */
  append(check: Check): void {
    this.#table.insert(check);
    const { items } = this.#table.page('descending', of(check.configurationId), { offset: KEPT, limit: KEPT });
    for (const { id } of items) this.#table.remove(id);
  }

  async list(query: { configurationId: string; after?: string; limit: number }): Promise<Page<Check>> {
    return this.#table.page('descending', of(query.configurationId), query);
  }

  async remove(configurationIds: string[]): Promise<void> {
    for (const { id } of this.#table.where((check) => configurationIds.includes(check.configurationId))) this.#table.remove(id);
  }
}

const of = (configurationId: string) => (check: Check): boolean => check.configurationId === configurationId;
