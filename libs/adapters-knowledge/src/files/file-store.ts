/** A file as the listing of its store shows it. */
export interface StoredFile {
  /** Where it is in the store, with `/` between folders. */
  path: string;
  /** The address under which people know it. */
  uri: string;
  bytes: number;
  modifiedAt: Date;
  /** What changes with the content, where the store tells. */
  version?: string;
}

/** Where a source finds files. What either of the two throws is explained. */
export interface FileStore {
  /** All files, in any order, as they become known. */
  files(): AsyncIterable<StoredFile>;

  /** What is in a file, piece by piece. Closes what it opened also when the iteration is left. */
  content(file: StoredFile): AsyncIterable<Buffer>;
}
