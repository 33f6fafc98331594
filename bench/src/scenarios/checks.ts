import { measureCommandChecks, type CommandCheckFigures } from './command-checks';
import { measureDatabaseChecks, type DatabaseCheckFigures } from './database-checks';
import type { BenchGround } from './bench-ground';

/** Checks of knowledge sources through REST, beside the same without anything around it. */
export interface CheckFigures {
  database: DatabaseCheckFigures;
  command: CommandCheckFigures;
}

export async function measureChecks(ground: BenchGround): Promise<CheckFigures> {
  return { database: await measureDatabaseChecks(ground), command: await measureCommandChecks(ground) };
}
