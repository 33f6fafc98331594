import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** A process of ours with all that it has printed. */
export interface Running {
  child: ChildProcess;
  output(): string;
  errors(): string;
  /** Resolves with the exit status; `null` when a signal ended it. */
  ended: Promise<number | null>;
}

/** Starts a program with nothing of our own environment but what it needs to run. */
export function run(command: string, args: string[], env: Record<string, string>, options: { cwd?: string; uid?: number; gid?: number; detached?: boolean } = {}): Running {
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...env }, stdio: ['ignore', 'pipe', 'pipe'], cwd: ROOT, ...options });
  let [output, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', (status) => resolve(status)));
  return { child, output: () => output, errors: () => errors, ended };
}

/** Looks until `look` answers something; what the process printed stands in the error when it never does. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
