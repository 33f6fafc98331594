import type { Egg } from './egg'; // violates no-cycles

export type Chicken = { from: Egg };
