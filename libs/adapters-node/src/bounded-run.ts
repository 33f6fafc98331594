import { createContext, Script } from 'node:vm';

/** What stands for a result when the time ran out. */
export const OUT_OF_TIME = Symbol('out of time');

/** How often work is begun, each time with twice the time, when others had the processor. */
const ATTEMPTS = 2;

/** Of the time that ran out: who used less of it on the processor was kept waiting. */
const USED_UP = 0.5;

const box: { work: (() => unknown) | null } = { work: null };
const context = createContext(box);
const call = new Script('work()');

/**
 * Runs synchronous `work` and stops it, wherever it is, after `ms` milliseconds: loops, recursion and regular expressions alike.
 * V8 offers no other way to interrupt a function that does not return. The context shields nothing; only its stop watch is wanted.
 * That goes by the clock on the wall: on a busy machine, `work` may be run more than once before its time counts as used up.
 * What `work` throws passes through. Must not be nested.
 */
export function boundedRun<T>(ms: number, work: () => T): T | typeof OUT_OF_TIME {
  for (let [attempt, limit] = [1, ms]; ; attempt += 1, limit *= 2) {
    const before = process.cpuUsage();
    const outcome = runOnce(limit, work);
    if (outcome !== OUT_OF_TIME || attempt === ATTEMPTS || usedMs(before) >= limit * USED_UP) return outcome;
  }
}

function runOnce<T>(ms: number, work: () => T): T | typeof OUT_OF_TIME {
  box.work = work;
  try {
    return call.runInContext(context, { timeout: ms }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return OUT_OF_TIME;
    throw error;
  } finally {
    box.work = null;
  }
}

function usedMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
