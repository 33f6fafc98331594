/** How values are told apart. */
export interface CsvMarks {
  delimiter: string;
  quote: string;
}

/** Takes CSV apart as its text comes in (RFC 4180): quoted values may hold anything, and a doubled quote stands for one. */
export class CsvRows {
  #row: string[] = [];
  #value = '';
  #place: 'start' | 'plain' | 'quoted' | 'quote' = 'start';

  constructor(private readonly marks: CsvMarks) {}

  /** How much text waits for the end of its row. */
  get pending(): number {
    return this.#row.reduce((sum, value) => sum + value.length + 1, this.#value.length);
  }

  /** Whether a quoted value has not ended yet. */
  get isQuoting(): boolean {
    return this.#place === 'quoted';
  }

  /** The rows that are complete with this text. Empty lines are none. */
  *take(text: string): Iterable<string[]> {
    for (const character of text) {
      const row = this.#place === 'quoted' ? this.#within(character) : this.#outside(character);
      if (row) yield row;
    }
  }

  /** The last row, which need not end with a line break. */
  end(): string[] | undefined {
    return this.#endOfRow();
  }

  #within(character: string): undefined {
    if (character === this.marks.quote) this.#place = 'quote';
    else this.#value += character;
  }

  #outside(character: string): string[] | undefined {
    const { delimiter, quote } = this.marks;
    if (character === delimiter) return this.#endOfValue();
    if (character === '\n') return this.#endOfRow();
    // A line break of two characters; anywhere else it says nothing.
    if (character === '\r') return undefined;
    if (character === quote && this.#place === 'quote') this.#value += quote;
    if (character === quote && this.#place !== 'plain') this.#place = 'quoted';
    else [this.#value, this.#place] = [this.#value + character, 'plain'];
    return undefined;
  }

  #endOfValue(): undefined {
    this.#row.push(this.#value);
    this.#value = '';
    this.#place = 'start';
  }

  #endOfRow(): string[] | undefined {
    const isEmpty = this.#row.length === 0 && this.#value === '' && this.#place === 'start';
    this.#endOfValue();
    const row = this.#row;
    this.#row = [];
    return isEmpty ? undefined : row;
  }
}
