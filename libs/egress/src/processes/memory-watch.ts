import { marked } from './marked-processes';
import { bornSince, kernelText, processesNow, type Birth } from './processes-now';

const LOOK_MS = 200;
/** Who left group and parent is looked for only now and then: that costs a look into every younger process of the machine. */
const STRAYS_EVERY = 5;

/** A command whose memory has a limit. */
export interface WatchedMemory {
  /** Of the first process, and of its group. */
  pid: number;
  birth: Birth;
  /** What all its descendants carry in their environment. */
  mark: string;
  bytes: number;
  exceeded(): void;
}

/**
 * Looks five times a second how much memory commands have resident, their descendants included; what processes share counts for each.
 * One look serves all. Where there is no `/proc` nothing is seen.
 */
export class MemoryWatch {
  readonly #watched = new Set<WatchedMemory>();
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;

  watch(command: WatchedMemory): void {
    this.#watched.add(command);
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_MS).unref();
  }

  forget(command: WatchedMemory): void {
    this.#watched.delete(command);
  }

  async #look(): Promise<void> {
    const parents = parentsAmong([...this.#watched]);
    this.#looks += 1;
    await Promise.all([...this.#watched].map((command) => this.#judge(command, parents)));
    this.#timer = this.#watched.size > 0 ? setTimeout(() => void this.#look(), LOOK_MS).unref() : undefined;
  }

  async #judge(command: WatchedMemory, parents: Map<number, Parents>): Promise<void> {
    const strays = this.#looks % STRAYS_EVERY === 0 ? await marked(command.mark, command.birth) : [];
    const family = new Set([...familyOf(command.pid, parents), ...strays]);
    const resident = [...family].reduce((sum, pid) => sum + residentBytes(pid), 0);
    if (resident > command.bytes && this.#watched.delete(command)) command.exceeded();
  }
}

interface Parents {
  parent: number;
  group: number;
}

/** Parent and group of every process that may belong to one of these commands. */
function parentsAmong(watched: WatchedMemory[]): Map<number, Parents> {
  const now = processesNow();
  const seen = new Map<number, Parents>();
  for (const pid of new Set(watched.flatMap(({ birth }) => bornSince(now, birth)))) {
    // The name before the last bracket may hold anything.
    const [, parent, group] = /\) \w (\d+) (\d+) [^)]*$/.exec(kernelText(`/proc/${pid}/stat`)) ?? [];
    if (parent !== undefined) seen.set(pid, { parent: Number(parent), group: Number(group) });
  }
  return seen;
}

function familyOf(root: number, parents: Map<number, Parents>): Set<number> {
  const family = new Set([root]);
  for (let known = 0; known < family.size; ) {
    known = family.size;
    for (const [pid, { parent, group }] of parents) if (group === root || family.has(parent)) family.add(pid);
  }
  return family;
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(kernelText(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}
