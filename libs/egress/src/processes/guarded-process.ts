import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { ConnectionFailed } from '../connection-failed';
import { LastWords } from './last-words';
import { LineSplitter, type OutputLimits } from './line-splitter';
import { killMarked, signal } from './marked-processes';
import { birthOf, type Birth } from './processes-now';
import { cleared, furnished, type PrivateFile } from './private-files';
import { startFailure } from './start-failure';

/** How long a command may take to go by itself once its input has ended, and then once it was told to. */
const LEAVE_MS = 400;
const TERMINATE_MS = 800;
/** How long nothing more may arrive after it ended, before whoever keeps its pipes open is taken for somebody else. */
const QUIET_MS = 100;

export interface ProcessPlan extends OutputLimits {
  argv: readonly string[];
  env: Record<string, string>;
  /** The command line as people may see it. */
  shown: string;
  /** What must not be repeated of what the command says. */
  secrets: string[];
  /** Are there when it starts; their places are told behind its words. */
  files?: readonly PrivateFile[];
  /** A folder of its own, which is made for it and taken away with it. */
  folder: string;
  /** What all its descendants carry in their environment. */
  mark: string;
  /** Who runs and cannot be one of them. */
  others(): Iterable<number>;
}

/**
 * One running command, in a process group and a folder of its own. What it prints is bounded; how it ends is a failure like any other.
 * `end` leaves nothing of it behind: no member of its group, no descendant that moved away, no file in its folder.
 */
export class GuardedProcess {
  /** Settles when nothing more will come from it, with the reason. */
  readonly over: Promise<ConnectionFailed>;
  /** Settles when it was ended and nothing of it is left. */
  readonly gone: Promise<void>;
  /** Its descendants are younger. */
  readonly birth: Birth;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #plan: ProcessPlan;
  readonly #said = new LastWords();
  #onLine: (line: string) => void = () => undefined;
  #printed = 0;
  #inputIsOver = false;
  #wasTooLarge = false;
  #ending: Promise<void> | undefined;
  #tellGone = (): void => undefined;

  private constructor(child: ChildProcessWithoutNullStreams, plan: ProcessPlan) {
    this.#child = child;
    this.#plan = plan;
    this.birth = birthOf(this.pid);
    this.over = new Promise((resolve) => this.#listen(resolve));
    this.gone = new Promise((resolve) => (this.#tellGone = resolve));
  }

  /** Rejects with a `ConnectionFailed` when there is no such command, or it cannot be started. */
  static async launch(plan: ProcessPlan): Promise<GuardedProcess> {
    const { argv, env, folder, files = [] } = plan;
    const [command = '', ...args] = argv;
    try {
      const places = furnished(folder, files);
      const child = spawn(command, [...args, ...places], { cwd: folder, env, detached: true, stdio: 'pipe', windowsHide: true });
      const process = new GuardedProcess(child, plan);
      await once(child, 'spawn');
      return process;
    } catch (error) {
      await cleared(folder, files);
      throw startFailure(error, command);
    }
  }

  /** Of its process group, too. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && !this.#ending;
  }

  /** Whether it ended by itself, and says that all is well. */
  get succeeded(): boolean {
    return this.#child.exitCode === 0;
  }

  /** Whether it was killed for the memory that it took. */
  get wasTooLarge(): boolean {
    return this.#wasTooLarge;
  }

  /** Gives every line that it prints from now on to `onLine`. */
  listen(onLine: (line: string) => void): void {
    this.#onLine = onLine;
  }

  /** Writes one line to it, and resolves when it has taken it. What a command that is gone does not read is lost. */
  write(line: string): Promise<void> {
    return new Promise((resolve) => this.#child.stdin.write(`${line}\n`, () => resolve()));
  }

  /** Tells it that nothing will be written to it any more. */
  endInput(): void {
    this.#inputIsOver = true;
    this.#child.stdin.end();
  }

  /** Lets it wait with what it prints until `resume`; a little more may come. What it has not been able to say keeps it from being over. */
  pause(): void {
    this.#child.stdout.pause();
  }

  resume(): void {
    this.#child.stdout.resume();
  }

  /** Kills it at once for taking too much memory. */
  killAsTooLarge(): void {
    if (!this.alive) return;
    this.#wasTooLarge = true;
    signal(-this.pid, 'SIGKILL');
  }

  /** Notes something it printed as part of its last words, which usually are what it complains about. */
  note(line: string): void {
    this.#said.push(Buffer.from(`${line}\n`));
  }

  /** The end of its complaints in one short line, without secrets. */
  lastWords(): string {
    return this.#said.quote(this.#plan.secrets);
  }

  /** Ends it: politely, then firmly, and then whoever it left behind. Takes two seconds at most; may be called more than once. */
  end(): Promise<void> {
    return (this.#ending ??= this.#end().finally(this.#tellGone));
  }

  #listen(over: (reason: ConnectionFailed) => void): void {
    const { lineBytes, bytes } = this.#plan;
    const lines = new LineSplitter(lineBytes, (line) => this.#onLine(line));
    const tooMuch = (limit: string) => {
      over(new ConnectionFailed('OUTPUT_TOO_LARGE', { limit }));
      signal(-this.pid, 'SIGKILL');
    };
    const count = (chunk: Buffer) => {
      this.#printed += chunk.length;
      if (this.#printed > bytes) tooMuch(`${mebibytes(bytes)} altogether`);
    };
    this.#child.stdout.on('data', (chunk: Buffer) => {
      count(chunk);
      if (this.#printed <= bytes && !lines.push(chunk)) tooMuch(`${mebibytes(lineBytes)} in one line`);
    });
    this.#child.stderr.on('data', (chunk: Buffer) => {
      count(chunk);
      this.#said.push(chunk);
    });
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.on('error', () => undefined);
    this.#child.on('error', () => undefined);
    this.#child.once('exit', (status, by) => {
      // At once, while the number of its group cannot have been given to another.
      signal(-this.pid, 'SIGKILL');
      void this.#drained().then(() => {
        lines.end();
        over(new ConnectionFailed('COMMAND_ENDED', { how: by ? `signal ${by}` : `exit status ${status}` }));
      });
    });
  }

  /** What it said before it ended may still be in the pipes; a descendant that moved away may keep them open. */
  async #drained(): Promise<void> {
    const { stdout } = this.#child;
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    for (let heard = -1; heard !== this.#printed; ) {
      heard = this.#printed;
      if (await within(QUIET_MS, closed)) return;
      // A busy process may be told of the time before it is told of what has arrived meanwhile.
      await setImmediate();
      if (!stdout.isPaused()) continue;
      await Promise.race([closed, new Promise<void>((resolve) => stdout.once('resume', resolve))]);
      heard = -1;
    }
  }

  async #end(): Promise<void> {
    const exited = this.#child.exitCode !== null || this.#child.signalCode !== null ? Promise.resolve() : once(this.#child, 'exit');
    const knew = this.#inputIsOver;
    this.endInput();
    const politely = await within(knew ? 0 : LEAVE_MS, exited);
    if (!politely) signal(-this.pid, 'SIGTERM');
    const firmly = politely || (await within(TERMINATE_MS, exited));
    if (!firmly) signal(-this.pid, 'SIGKILL');
    // Whoever waits for its answer may have it first.
    await setImmediate();
    await killMarked(this.#plan.mark, this.birth, this.#plan.others());
    await within(TERMINATE_MS, exited);
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
    await cleared(this.#plan.folder, this.#plan.files ?? []);
  }
}

/** Whether `work` was done in time. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)));
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}

function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`;
}
