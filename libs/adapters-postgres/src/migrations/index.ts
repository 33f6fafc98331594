import { Foundation1763700000000 } from './0001-foundation';

/** Every migration, in order. A landed one is never edited. */
export const MIGRATIONS = [Foundation1763700000000];
