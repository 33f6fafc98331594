import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, until, type Running } from './processes';

/** The one-process form, running in a folder of its own. */
export interface Installation {
  url: string;
  /** Present at the first start only. */
  apiKey?: string;
  process: Running;
  output: string;
  /** Asks it to end and answers its exit status. */
  stop(): Promise<number | null>;
}

/** A fresh folder, removed by `remove`. */
export async function newFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'moorage-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Starts the compiled standalone app; PORT 0 lets the system choose. Rejects with what it printed when it ends instead. */
export async function startInstallation(dataDir: string, env: Record<string, string> = {}, options: Parameters<typeof run>[3] = {}): Promise<Installation> {
  const process = run('node', ['apps/standalone/dist/main.js'], { PORT: '0', DATA_DIR: dataDir, ...env }, options);
  const output = await until('the start to end', async () => {
    if (process.child.exitCode !== null) throw new Error(`It ended with ${process.child.exitCode}: ${process.errors()}${process.output()}`);
    return /Ctrl-C stops it/.test(process.output()) && process.output();
  }).catch((error: unknown) => {
    process.child.kill('SIGKILL');
    throw error;
  });
  const url = /Address\s+(\S+)/.exec(output)?.[1] ?? '';
  const apiKey = /API key\s+(mrg_[0-9A-Za-z]{38})\b/.exec(output)?.[1];
  return {
    url,
    ...(apiKey && { apiKey }),
    process,
    output,
    stop: () => {
      process.child.kill('SIGTERM');
      return process.ended;
    },
  };
}
