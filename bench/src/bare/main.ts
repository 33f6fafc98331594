// The bare side of a check: the driver of PostgreSQL and the command, asked by nobody but themselves.
import { serveWorks } from '../ground/worker';
import type { LoadResult } from '../load/load';
import { measured } from '../load/rounds';
import { runCommand, type CommandRun } from './command-run';
import { visitDatabase, type DatabaseVisit } from './database-visit';

/** How often, and how many at once. */
interface Load {
  connections: number;
  requests: number;
  milliseconds: number;
}

export type DatabaseLoad = Load & DatabaseVisit;
export type CommandLoad = Load & CommandRun;

serveWorks({
  database: (load: DatabaseLoad) => under(load, () => visitDatabase(load)),
  command: (load: CommandLoad) => under(load, () => runCommand(load)),
});

function under({ connections, requests, milliseconds }: Load, visit: () => Promise<void>): Promise<LoadResult> {
  return measured(Array.from({ length: connections }, () => visit), (asked, elapsedMs) => asked < requests && elapsedMs < milliseconds);
}
