import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command with a limit on its time and passes its output through. It gets a process group of its own, so that what it started ends with it.
 * Answers its exit status; 124 when it was ended because the time was over; 128 and the number of the signal when this process was told to end.
 */
export async function runBounded(command, args, { minutes, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options, detached: true });
  let status;
  const end = (signal, ended) => {
    status ??= ended;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const passOn = (signal) => end(signal, 128 + constants.signals[signal]);
  for (const signal of SIGNALS) process.on(signal, passOn);
  const limit = setTimeout(() => {
    process.stderr.write(`\nMoorage: not done after ${minutes} minutes: ${[command, ...args].join(' ')}\n`);
    end('SIGKILL', 124);
  }, minutes * 60_000);
  const own = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  clearTimeout(limit);
  for (const signal of SIGNALS) process.off(signal, passOn);
  return status ?? own;
}
