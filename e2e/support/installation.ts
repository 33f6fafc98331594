import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endingAll, run, until, type Running } from './processes';

/** The one-process form, running in a folder of its own. */
export interface Installation extends Running {
  url: string;
  /** Present at the first start only. */
  apiKey?: string;
  /** What it had printed when the start was over. */
  greeting: string;
}

/** A fresh folder, gone when the test ends. */
export interface Folder extends AsyncDisposable {
  path: string;
}

/** A database whose installation was killed may still write for a moment, and it does not name its folder. */
const AWAY = { recursive: true, force: true, maxRetries: 30, retryDelay: 50 };

export async function newFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'moorage-e2e-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, AWAY) };
}

/** Starts the compiled standalone app; PORT 0 lets the system choose. Rejects with what it printed when it ends instead. */
export async function startInstallation(dataDir: string, env: Record<string, string> = {}, options: Parameters<typeof run>[3] = {}): Promise<Installation> {
  const process = run('node', ['apps/standalone/dist/main.js'], { PORT: '0', DATA_DIR: dataDir, ...env }, options);
  const greeting = await until('the start to end', () => {
    if (process.child.exitCode !== null) throw new Error(`It ended with ${process.child.exitCode}: ${process.errors()}${process.output()}`);
    return /Ctrl-C stops it/.test(process.output()) && process.output();
  }).catch(endingAll([process]));
  const url = /Address\s+(\S+)/.exec(greeting)?.[1] ?? '';
  const apiKey = /API key\s+(mrg_[0-9A-Za-z]{38})\b/.exec(greeting)?.[1];
  return { ...process, url, ...(apiKey && { apiKey }), greeting };
}
