import { readdirSync, readFileSync } from 'node:fs';

/** One tick of the counters in /proc: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** Milliseconds of processor time that processes have used so far, their present children included. */
export function processorMs(pids: readonly number[]): number {
  return withChildren(pids).reduce((sum, pid) => sum + ticksOf(pid) * TICK_MS, 0);
}

/** MiB of resident memory of one process. */
export function memoryMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? 0) / 1024;
}

/** The name of a program stands in brackets and may hold anything; the fields follow the last bracket. */
function fieldsOf(pid: number): string[] {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ticksOf(pid: number): number {
  const fields = fieldsOf(pid);
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function withChildren(pids: readonly number[]): number[] {
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  const children = running.filter((pid) => pids.includes(Number(fieldsOf(pid)[1])));
  return [...new Set([...pids, ...children])];
}

/** Empty when the process has ended meanwhile. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
