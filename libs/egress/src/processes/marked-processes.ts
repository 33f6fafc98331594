import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { bornSince, processesNow, startedSoFar, type Birth } from './processes-now';

/** Name of the variable that every process inherits from the command we started, wherever it moves to. */
export const MARK_NAME = 'MOORAGE_COMMAND';

const MOST_ROUNDS = 50;
/** So many looks in a row that find nothing are enough on a machine where others start processes all the time. */
const EMPTY_LOOKS = 5;

const NOTHING = Buffer.alloc(0);

/**
 * Kills every process that carries this mark, also one that left its group and its parent. All are halted before any is killed, as soon
 * as they are seen, round after round until no new one turns up, so that none has the time to start another. Answers when they are dead.
 * Only who is younger than the process whose birth is told can carry it. Nobody looks into those that are known to be others.
 * Without `/proc` there is nothing to look at.
 */
export async function killMarked(mark: string, since: Birth, others: Iterable<number> = []): Promise<void> {
  const halted = new Set<number>();
  const strangers = new Set(others);
  let now = processesNow();
  for (let round = 0, empty = 0; round < MOST_ROUNDS && empty < EMPTY_LOOKS; round += 1) {
    const known = halted.size;
    await look(bornSince(now, since).filter((pid) => !halted.has(pid) && !strangers.has(pid)), mark, {
      carries: (pid) => void (halted.add(pid), signal(pid, 'SIGSTOP')),
      doesNot: (pid) => strangers.add(pid),
    });
    // One that starts another and ends may slip through a look, but not when nothing was started meanwhile.
    if (halted.size === known && Object.is(startedSoFar(), now.started)) break;
    empty = halted.size > known ? 0 : empty + 1;
    now = processesNow();
  }
  for (const pid of halted) signal(pid, 'SIGKILL');
  for (let round = 0; halted.size > 0 && round < MOST_ROUNDS && (await marked(mark, since)).length > 0; round += 1) await delay(5);
}

/** The processes that carry a mark, of those since a birth or of all. */
export async function marked(mark: string, since?: Birth): Promise<number[]> {
  const now = processesNow();
  const found: number[] = [];
  await look(since ? bornSince(now, since) : now.pids, mark, { carries: (pid) => found.push(pid) });
  return found;
}

/** Tells of processes at once whether they carry a mark. Nothing is told of those that are gone, or just becoming another program. */
async function look(pids: number[], mark: string, tell: { carries(pid: number): unknown; doesNot?(pid: number): unknown }): Promise<void> {
  const entry = `${MARK_NAME}=${mark}\0`;
  const judge = async (pid: number) => {
    const environment = await readFile(`/proc/${pid}/environ`).catch(() => NOTHING);
    const at = environment.indexOf(entry);
    if (at === 0 || (at > 0 && environment[at - 1] === 0)) tell.carries(pid);
    else if (environment.length > 0) tell.doesNot?.(pid);
  };
  await Promise.all(pids.map(judge));
}

/** Sends a signal to a process, or with a negative number to a group; one that is gone already is what we want. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone
  }
}
