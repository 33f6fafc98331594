import { readdir, readFile } from 'node:fs/promises';

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
export async function processesNow(): Promise<ProcessesNow> {
  const started = await startedSoFar();
  const names = await readdir('/proc').catch(() => []);
  return { pids: names.filter((name) => /^\d+$/.test(name)).map(Number).sort((a, b) => b - a), started };
}

/** How many processes the machine has ever started. */
async function startedSoFar(): Promise<number> {
  return Number(/^processes (\d+)$/m.exec(await text('/proc/stat'))?.[1] ?? NaN);
}

/** To be asked right after the start of `pid`. */
export async function birthOf(pid: number): Promise<Birth> {
  const [started, numbers] = await Promise.all([startedSoFar(), text('/proc/sys/kernel/pid_max')]);
  return { pid, started, numbers: Number(numbers.trim() || NaN) };
}

/**
 * A process and those that may have been started since, the highest first: Linux gives numbers in order, so that those far behind it are
 * older, until as many have been started as there are numbers. Leaving them out saves a look into every process of the machine.
 */
export function bornSince({ pids, started }: ProcessesNow, { pid, started: before, numbers }: Birth): number[] {
  const furthest = started - before + PASSED_OVER;
  return pids.filter((each) => !((each - pid + numbers) % numbers > furthest));
}

/** Empty when there is no such file. */
function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
