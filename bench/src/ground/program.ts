import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long a program gets to end by itself before it is killed. */
const PATIENCE_MS = 15_000;

/** A program that the bench has started. What it prints goes into a file, as a supervisor would have it. */
export class Program {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly file: string,
  ) {}

  static start(name: string, [command = '', ...args]: string[], { env, folder, cwd }: { env: Record<string, string>; folder: string; cwd: string }): Program {
    const file = join(folder, `${name}-${Math.random().toString(36).slice(2, 8)}.log`);
    const output = openSync(file, 'a');
    const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', output, output] });
    closeSync(output);
    child.on('error', () => undefined);
    return new Program(name, child, file);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }

  output(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Throws, with the last that it said, when it has ended. */
  assertRunning(): void {
    if (this.ended) throw new Error(`${this.name} has ended: ${this.output().slice(-2_000)}`);
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    const impatient = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    this.child.kill('SIGTERM');
    await ended;
    clearTimeout(impatient);
  }
}

/** Looks every few milliseconds until `look` answers something. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined, limitMs = 30_000): Promise<T> {
  for (const end = performance.now() + limitMs; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
