import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Runs `work` while no other process of this machine runs its own under the same file. A process that died in its turn blocks nobody;
 * one that is not done in `minutes` is waited for no longer: what comes then may be wrong, but it comes.
 */
export async function inTurn(file, work, { minutes = 5 } = {}) {
  for (const end = Date.now() + minutes * 60_000; !took(file) && Date.now() < end; ) await delay(POLL_MS);
  const leave = () => holder(file) === process.pid && rmSync(file, { force: true });
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    leave();
    process.off('exit', leave);
  }
}

/** Whether the turn is now ours; the mark of a process that is no more is wiped away. */
function took(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(holder(file))) rmSync(file, { force: true });
    return false;
  }
}

/** Process id in the file; 0 while it is being written or is already gone. */
function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
