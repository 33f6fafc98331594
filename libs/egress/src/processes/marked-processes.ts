import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { bornSince, processesNow, startedSoFar, type Birth } from './processes-now';

/** Name of the variable that every process inherits from the command we started, wherever it moves to. */
export const MARK_NAME = 'MOORAGE_COMMAND';

const MOST_ROUNDS = 50;
/** So many looks in a row that find nothing are enough on a machine where others start processes all the time. */
const EMPTY_LOOKS = 5;

/**
 * Kills every process that carries this mark, also one that left its group and its parent. All are halted before any is killed, as soon
 * as they are seen, round after round until no new one turns up, so that none has the time to start another. Answers when they are dead.
 * Only who is younger than the process whose birth is told can carry it. Without `/proc` there is nothing to look at.
 */
export async function killMarked(mark: string, since: Birth): Promise<void> {
  const halted = new Set<number>();
  const halt = (pid: number) => void (halted.add(pid), signal(pid, 'SIGSTOP'));
  for (let round = 0, empty = 0; round < MOST_ROUNDS && empty < EMPTY_LOOKS; round += 1) {
    const [before, known] = [await startedSoFar(), halted.size];
    await marked(mark, since, (pid) => halted.has(pid) || halt(pid));
    if (halted.size > known) empty = 0;
    // One that starts another and ends may slip through a look, but not when nothing was started meanwhile.
    else if (Object.is(await startedSoFar(), before)) break;
    else empty += 1;
  }
  for (const pid of halted) signal(pid, 'SIGKILL');
  for (let round = 0; halted.size > 0 && round < MOST_ROUNDS && (await marked(mark, since)).length > 0; round += 1) await delay(5);
}

/** The processes that carry a mark, the newest first, of those since a birth or of all; each is told to `seen` at once. */
export async function marked(mark: string, since?: Birth, seen: (pid: number) => unknown = () => undefined): Promise<number[]> {
  const now = await processesNow();
  const pids = since ? bornSince(now, since) : now.pids;
  const carries = await Promise.all(pids.map(async (pid) => (await hasMark(pid, `${MARK_NAME}=${mark}\0`)) && (seen(pid), true)));
  return pids.filter((_pid, index) => carries[index]);
}

async function hasMark(pid: number, entry: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`).catch(() => null);
  const at = environment?.indexOf(entry) ?? -1;
  return at === 0 || (at > 0 && environment?.[at - 1] === 0);
}

/** Sends a signal to a process, or with a negative number to a group; one that is gone already is what we want. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone
  }
}
