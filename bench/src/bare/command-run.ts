import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CommandRun {
  command: string[];
  configuration: object;
}

/** Gives a connector its configuration in a private file, starts it, reads what it says until it has ended, and takes the file away. */
export async function runCommand({ command: [program = '', ...words], configuration }: CommandRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'moorage-bench-bare-'));
  try {
    const file = join(folder, 'config.json');
    await writeFile(file, JSON.stringify(configuration), { mode: 0o600 });
    // In a session of its own, as a runtime of connectors must have it: on a busy machine some kernels give sessions equal shares.
    const child = spawn(program, [...words, 'check', '--config', file], { cwd: folder, env: { PATH: process.env.PATH ?? '' }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child, 'close');
    if (!answers(said)) throw new Error(`${program} said ${said}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function answers(said: string): boolean {
  return said.split('\n').some((line) => line !== '' && (JSON.parse(line) as { connectionStatus?: { status: string } }).connectionStatus?.status === 'SUCCEEDED');
}
