import type { Chicken } from './chicken';

export type Egg = { of: Chicken };
