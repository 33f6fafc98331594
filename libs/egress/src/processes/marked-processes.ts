import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Name of the variable that every process inherits from the command we started, wherever it moves to. */
export const MARK_NAME = 'MOORAGE_COMMAND';

const MOST_ROUNDS = 50;

/**
 * Kills every process that carries this mark, also one that left its group and its parent. All are halted before any is killed, round
 * after round until no new one turns up, so that none has the time to start another. Answers when they are dead. Without `/proc` there is
 * nothing to look at.
 */
export async function killMarked(mark: string): Promise<void> {
  const halted = new Set<number>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = (await marked(mark)).filter((pid) => !halted.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      halted.add(pid);
      signal(pid, 'SIGSTOP');
    }
  }
  for (const pid of halted) signal(pid, 'SIGKILL');
  for (let round = 0; halted.size > 0 && round < MOST_ROUNDS && (await marked(mark)).length > 0; round += 1) await delay(5);
}

/** The processes that carry a mark. */
export async function marked(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const carries = await Promise.all(pids.map((pid) => hasMark(pid, `${MARK_NAME}=${mark}\0`)));
  return pids.filter((_pid, index) => carries[index]).map(Number);
}

async function hasMark(pid: string, entry: string): Promise<boolean> {
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
