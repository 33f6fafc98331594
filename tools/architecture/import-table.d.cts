/** One line of the import table. */
export interface ImportRow {
  libraries: string[];
  packages: string[];
  builtins: boolean;
  peers: string[];
}

export const ROWS: Record<string, ImportRow>;
export const TESTS: ImportRow;
