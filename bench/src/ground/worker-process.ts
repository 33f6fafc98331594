import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './worker';

/** Nothing that a worker is asked takes longer. */
const LIMIT_MS = 60_000;

/** One process of the bench, seen from the process that runs it. */
export class WorkerProcess {
  private asked = 0;
  private readonly waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.on('message', (answer: Answer) => this.settle(answer));
    child.once('exit', (code) => this.endAll(new Error(`${name} ended with ${code}`)));
  }

  /** Starts `src/<entry>.ts`, which prints into a file of `folder`; answers when it is ready. */
  static async start(entry: string, folder: string): Promise<WorkerProcess> {
    const output = openSync(join(folder, `${entry.replace('/', '-')}.log`), 'a');
    const child = fork(join(__dirname, '..', `${entry}.js`), { env: { PATH: process.env.PATH ?? '' }, execArgv: [], stdio: ['ignore', output, 'inherit', 'ipc'] });
    closeSync(output);
    const worker = new WorkerProcess(entry, child);
    await worker.expect(0);
    return worker;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ask<Result>(name: string, request: unknown = null): Promise<Result> {
    const id = (this.asked += 1);
    const answer = this.expect(id);
    this.child.send({ id, name, request });
    return (await answer) as Result;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private expect(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${this.name} did not answer within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
      const settled = () => (clearTimeout(late), this.waiting.delete(id));
      this.waiting.set(id, { resolve: (result) => (settled(), resolve(result)), reject: (error) => (settled(), reject(error)) });
    });
  }

  private settle(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if ('error' in answer) waiting?.reject(new Error(`${this.name}: ${answer.error}`));
    else waiting?.resolve(answer.result);
  }

  private endAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
  }
}
