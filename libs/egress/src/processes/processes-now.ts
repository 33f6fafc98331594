import { readdirSync, readFileSync } from 'node:fs';

/** The processes of this machine at one moment. */
export interface ProcessesNow {
  /** Their numbers, the highest first. */
  pids: number[];
  /** How many processes the machine has ever started; `NaN` where it does not tell. */
  started: number;
}

/** When a process was started, to tell those that may come from it. */
export interface Birth {
  pid: number;
  started: number;
  /** After so many numbers, numbers begin again. */
  numbers: number;
}

/** Numbers that are in use are passed over, those of threads as well. */
const PASSED_OVER = 4_096;

/** What there is to see of processes, all of those that were counted; without `/proc` there are none. */
export function processesNow(): ProcessesNow {
  const started = startedSoFar();
  const pids = namesIn('/proc').map(Number).filter((pid) => !Number.isNaN(pid));
  return { pids: pids.sort((a, b) => b - a), started };
}

/** How many processes the machine has ever started; `NaN` where it does not tell. */
export function startedSoFar(): number {
  return Number(/^processes (\d+)$/m.exec(kernelText('/proc/stat'))?.[1] ?? NaN);
}

/** To be asked right after the start of `pid`. */
export function birthOf(pid: number): Birth {
  return { pid, started: startedSoFar(), numbers: Number(kernelText('/proc/sys/kernel/pid_max').trim() || NaN) };
}

/**
 * A process and those that may have been started since, the highest first: Linux gives numbers in order, so that those far behind it are
 * older, until as many have been started as there are numbers. Leaving them out saves a look into every process of the machine.
 */
export function bornSince({ pids, started }: ProcessesNow, { pid, started: before, numbers }: Birth): number[] {
  const furthest = started - before + PASSED_OVER;
  return pids.filter((each) => !((each - pid + numbers) % numbers > furthest));
}

/**
 * What the kernel says in a file of `/proc`; empty when there is no such file. Read at once: it waits for no disk, and on the way through
 * other threads the same takes ten times as much of the processors. Not for what waits for the memory of a process, as `environ` does.
 */
export function kernelText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
