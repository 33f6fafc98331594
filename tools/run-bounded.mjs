import { spawn } from 'node:child_process';

/**
 * Runs a command with a limit on its time and passes its output through. It gets a process group of its own, so that what it started ends with it.
 * Answers its exit status; 124 when it was ended because the time was over.
 */
export async function runBounded(command, args, { minutes, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options, detached: true });
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const pass = (signal) => end(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  let late = false;
  const limit = setTimeout(() => ((late = true), end('SIGKILL')), minutes * 60_000);
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  clearTimeout(limit);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
  if (late) process.stderr.write(`\nMoorage: not done after ${minutes} minutes: ${[command, ...args].join(' ')}\n`);
  return late ? 124 : status;
}
