import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUsableVariable, type Metrics } from '@moorage/domain';
import { ConnectionFailed } from '../connection-failed';
import type { CommandPolicy } from './command-policy';
import { GuardedProcess } from './guarded-process';
import { inheritedEnvironment } from './inherited.env';
import type { OutputLimits } from './line-splitter';
import { MARK_NAME } from './marked-processes';
import { MemoryWatch } from './memory-watch';
import type { PrivateFile } from './private-files';
import { Turns } from '../turns';
import { Watchman } from './watchman';

/** What to run. The words go to the program as they are; no shell reads them. */
export interface ProcessOrder extends OutputLimits {
  argv: readonly string[];
  env: Record<string, string>;
  /** The command line as people may see it. */
  shown: string;
  /** What must not be repeated of what the command says. */
  secrets: string[];
  /** Files that it finds in its folder when it starts, each told as two more words: the flag and the path. */
  files?: readonly PrivateFile[];
  /** How much memory it may have resident with all its descendants; no limit when absent. */
  memoryBytes?: number;
  /** Who waits for it: turns are shared out among owners. */
  owner?: string | undefined;
  /** Ends the waiting for a turn; a command that runs is ended with `end`. */
  signal: AbortSignal;
}

export interface GuardedProcessesOptions {
  /** How many commands may run at once. */
  most?: number;
  /** Folder where programs like npx keep what they download, unless our environment names one; without it they download every time. */
  downloads?: string;
}

const MOST = 16;

/** Where the commands of this process live: a folder, the beginning of their marks, and who ends them should we be killed. */
interface House {
  folder: string;
  name: string;
  watchman: Watchman;
}

/**
 * The only way to run a command. It runs when the policy lists it, as an array of words, with a clean environment: our own variables
 * are not in it, save where programs are found. It never outlives this process, not even when that is killed: a watchman sees to it.
 * Every error is a `ConnectionFailed`.
 */
export class GuardedProcesses {
  readonly #turns: Turns;
  readonly #caches: Record<string, string>;
  readonly #running = new Set<GuardedProcess>();
  readonly #memory = new MemoryWatch();
  #started = 0;
  #house: Promise<House> | undefined;

  constructor(
    private readonly policy: CommandPolicy,
    { most = MOST, downloads }: GuardedProcessesOptions = {},
  ) {
    this.#caches = downloads === undefined ? {} : { npm_config_cache: join(downloads, 'npm'), UV_CACHE_DIR: join(downloads, 'uv') };
    this.#turns = new Turns(most);
  }

  /** Lets an operator see how many run, and how many wait for their turn. */
  measure(metrics: Metrics): void {
    metrics.gauge('moorage_commands_running', {}, () => this.#turns.taken);
    metrics.gauge('moorage_commands_waiting', {}, () => this.#turns.waiting);
    metrics.gauge('moorage_commands_max', {}, () => this.#turns.most);
  }

  /** Starts a command when it is its turn, and answers when it runs. Whoever starts one ends it. */
  async start(order: ProcessOrder): Promise<GuardedProcess> {
    this.#check(order);
    await this.#turns.take(order.signal, order.owner);
    try {
      const house = await this.#home();
      const process = await this.#launched(house, order);
      this.#running.add(process);
      return this.#attended(process, house, order.owner);
    } catch (error) {
      this.#turns.give(order.owner);
      throw error instanceof ConnectionFailed ? error : new ConnectionFailed('UNEXPECTED', {}, { cause: error });
    }
  }

  /** Ends all that still run. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((process) => process.end()));
    const house = await this.#house?.catch(() => undefined);
    this.#house = undefined;
    await house?.watchman.dismiss();
  }

  #check({ argv, env, shown }: ProcessOrder): void {
    if (!this.policy.allows(argv)) throw new ConnectionFailed('COMMAND_NOT_ALLOWED', { command: shown, variable: this.policy.variable });
    const unusable = Object.keys(env).find((name) => !isUsableVariable(name));
    if (unusable !== undefined) throw new ConnectionFailed('VARIABLE_NOT_ALLOWED', { name: unusable });
  }

  async #home(): Promise<House> {
    const present = (this.#house ??= opened());
    const house = await present;
    if (house.watchman.awake) return house;
    if (this.#house === present) this.#house = undefined;
    return this.#home();
  }

  async #launched({ folder: root, name }: House, { signal: _signal, owner: _owner, memoryBytes, ...order }: ProcessOrder): Promise<GuardedProcess> {
    const number = (this.#started += 1);
    const folder = join(root, String(number));
    const mark = `${name}-${number}`;
    const env = { ...this.#caches, ...inheritedEnvironment(), ...order.env, HOME: folder, TMPDIR: folder, [MARK_NAME]: mark };
    const process = await GuardedProcess.launch({ ...order, env, folder, mark, others: () => this.#alive() });
    if (memoryBytes !== undefined) this.#limit(process, mark, memoryBytes);
    return process;
  }

  /** The numbers of commands that run: nobody else can have them. */
  #alive(): number[] {
    return [...this.#running].filter(({ alive }) => alive).map(({ pid }) => pid);
  }

  #limit(process: GuardedProcess, mark: string, bytes: number): void {
    const watched = { pid: process.pid, birth: process.birth, mark, bytes, exceeded: () => process.killAsTooLarge() };
    this.#memory.watch(watched);
    void process.over.then(() => this.#memory.forget(watched));
  }

  #attended(process: GuardedProcess, { watchman }: House, owner?: string): GuardedProcess {
    const { pid } = process;
    watchman.watch(pid);
    void process.gone.then(() => {
      watchman.forget(pid);
      this.#running.delete(process);
      this.#turns.give(owner);
    });
    return process;
  }
}

async function opened(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'moorage-commands-'));
  const name = randomBytes(16).toString('hex');
  const watchman = new Watchman(name, folder);
  // Without one a command could outlive us, so none is run.
  if (!watchman.awake) throw new ConnectionFailed('UNEXPECTED');
  return { folder, name, watchman };
}
