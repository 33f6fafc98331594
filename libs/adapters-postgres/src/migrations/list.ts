import { TheHouse1795219200000 } from './1795219200000-the-house';

/** Every migration, oldest first. A new one gets a file named `<milliseconds>-<what-it-does>.ts` and a line here; a released one never changes. */
export const MIGRATIONS = [TheHouse1795219200000];
