import type { LoadResult } from '../load/load';
import { processorMs } from '../ground/usage';
import { median } from '../report/figures';

/** One of those that are measured against each other. */
export interface Contestant {
  run(): Promise<LoadResult>;
  /** Processes by name whose time is counted. */
  processes: Record<string, number[]>;
}

/** One round of one contestant. */
export interface Round extends LoadResult {
  perSecond: number;
  /** Processor time of a request in microseconds, by process. */
  processorUs: Record<string, number>;
}

/** Rounds of both, in turn. */
export type Duel = Record<'ours' | 'bare', Round[]>;

/** Lets all take turns, so that whatever else the machine does meets all of them alike. */
export async function contest<Name extends string>(contestants: Record<Name, Contestant>, rounds: number): Promise<Record<Name, Round[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<Name, Round[]>;
  for (let round = 0; round < rounds; round += 1) {
    // Turned around every time: nobody always comes after the same one.
    for (const name of round % 2 === 0 ? names : names.toReversed()) results[name].push(await once(contestants[name]));
  }
  return results;
}

async function once({ run, processes }: Contestant): Promise<Round> {
  const used = () => Object.entries(processes).map(([name, pids]) => [name, processorMs(pids)] as const);
  const before = new Map(used());
  const result = await run();
  const processorUs = Object.fromEntries(used().map(([name, ms]) => [name, ((ms - (before.get(name) ?? 0)) * 1_000) / result.requests]));
  return { ...result, perSecond: (result.requests * 1_000) / result.elapsedMs, processorUs };
}

export function medianOf(rounds: readonly Round[], figure: (round: Round) => number): number {
  return median(rounds.map(figure));
}
