import { invariant } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { preparedStatement } from './prepared-statement';

/** A hot read of at most one row by a few texts. */
export interface KeyedRead {
  /** Of the prepared statements. */
  name: string;
  /** Named one by one, so that a migration that adds a column does not spoil statements prepared before it. */
  columns: string;
  /** One table, or several with how they are joined. */
  from: string;
  /** Which row it is, in terms of the keys, which stand for texts. */
  where: (...keys: string[]) => string;
}

interface Asked<Row> {
  keys: string[];
  resolve(row: Row | null): void;
  reject(error: unknown): void;
}

/**
 * Asks for all that was looked for in one turn of the event loop at once: where many ask, a statement of its own costs each of them
 * several times its row. Alone, a key is looked for as ever.
 */
export class GatheredRead<Row extends object> {
  private asked: Asked<Row>[] = [];
  private readonly one: string;
  private readonly many: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly read: KeyedRead,
  ) {
    const { columns, from, where } = read;
    const keys = Array.from({ length: where.length }, (_, index) => `key_${index}`);
    const lists = keys.map((_, index) => `$${index + 1}::text[]`);
    this.one = `SELECT ${columns} FROM ${from} WHERE ${where(...keys.map((_, index) => `$${index + 1}`))}`;
    this.many = `SELECT place::integer, ${columns} FROM unnest(${lists.join(', ')}) WITH ORDINALITY AS wanted (${keys.join(', ')}, place) JOIN ${from} ON ${where(...keys)}`;
  }

  /** The row of these keys, or `null`. */
  find(keys: string[]): Promise<Row | null> {
    // No text in PostgreSQL holds it, and the error would meet all who ask at once.
    if (keys.some((key) => key.includes('\0'))) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.asked.push({ keys, resolve, reject });
      if (this.asked.length === 1) setImmediate(() => void this.answer());
    });
  }

  private async answer(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    try {
      const rows = await this.rowsOf(asked.map(({ keys }) => keys));
      for (const [index, { resolve }] of asked.entries()) resolve(rows[index] ?? null);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  /** Rows in the places of their keys. */
  private async rowsOf(wanted: string[][]): Promise<(Row | undefined)[]> {
    const [first] = wanted;
    invariant(first, 'somebody has asked');
    if (wanted.length === 1) return (await preparedStatement(this.dataSource, this.read.name, this.one, first)).rows as Row[];
    const lists = first.map((_, index) => wanted.map((keys) => keys[index]));
    const found = await preparedStatement(this.dataSource, `${this.read.name}-many`, this.many, lists);
    const rows: Row[] = [];
    for (const { place, ...row } of found.rows as (Row & { place: number })[]) rows[place - 1] = row as unknown as Row;
    return rows;
  }
}
