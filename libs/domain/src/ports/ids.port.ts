import type { IdKind } from '../model/ids';

/** Ids and randomness, synchronously. What two processes make has nothing in common. */
export abstract class Ids {
  /**
   * A fresh id: the prefix of its kind, `_`, and at least 20 lower-case alphanumeric characters of which at least 80 bits are
   * unguessable. Ids of a kind are equally long. Those made later by one process compare greater as plain strings, also within one millisecond.
   */
  abstract next(kind: IdKind): string;

  /** `length` unguessable characters from 0-9A-Za-z, evenly distributed; never the same twice at a length of 24 or more. */
  abstract token(length: number): string;
}
