import { MoorageError, type OffsetPage } from '@moorage/domain';
import { copy } from './copy';

/** One page of a list, and whether there is more. */
export interface Page<T> {
  items: T[];
  hasMore: boolean;
}

interface Place {
  after?: string;
  offset?: number;
  limit: number;
}

/** Rows by id. Takes and gives copies only; each method runs without a break, which is what makes it atomic. */
export class MemoryTable<T extends { id: string }> {
  readonly #rows = new Map<string, T>();

  insert(row: T): void {
    if (this.#rows.has(row.id)) throw new MoorageError('CONFLICT');
    this.put(row);
  }

  put(row: T): void {
    this.#rows.set(row.id, copy(row));
  }

  find(id: string, visible: (row: T) => boolean = () => true): T | null {
    const row = this.#rows.get(id);
    return row && visible(row) ? copy(row) : null;
  }

  where(wanted: (row: T) => boolean): T[] {
    return [...this.#rows.values()].filter(wanted).map(copy);
  }

  change(id: string, visible: (row: T) => boolean, f: (present: T) => T): T | null {
    const present = this.find(id, visible);
    if (present === null) return null;
    this.put(f(present));
    return this.find(id);
  }

  remove(id: string, visible: (row: T) => boolean = () => true): boolean {
    return this.find(id, visible) !== null && this.#rows.delete(id);
  }

  has(wanted: (row: T) => boolean): boolean {
    return [...this.#rows.values()].some(wanted);
  }

  /** Ids before or after a given one, compared as plain strings, which is what `<` does. */
  page(order: 'ascending' | 'descending', wanted: (row: T) => boolean, { after, offset = 0, limit }: Place): Page<T> {
    const follows = (id: string, other: string): boolean => (order === 'ascending' ? id > other : id < other);
    const rows = this.where((row) => wanted(row) && (after === undefined || follows(row.id, after)));
    rows.sort((a, b) => (follows(a.id, b.id) ? 1 : -1));
    return { items: rows.slice(offset, offset + limit), hasMore: rows.length > offset + limit };
  }

  offsetPage(order: 'ascending' | 'descending', wanted: (row: T) => boolean, { limit, offset }: { limit: number; offset: number }): OffsetPage<T> {
    return { items: this.page(order, wanted, { limit, offset }).items, total: this.where(wanted).length };
  }
}
