import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog } from '@moorage/adapters-memory';
import type { ConnectorRuntime, RunnableConnector } from '@moorage/domain';
import { CommandPolicy, GuardedProcesses, type GuardedProcessesOptions } from '@moorage/egress';
import type { ConnectorRuntimeHarness } from '@moorage/test-kit';
import { ProcessConnectorRuntime } from '../src/process/connector-runtime.process';

/** Processes that may run everything. */
export function anyProcesses(options: GuardedProcessesOptions = {}): GuardedProcesses {
  return new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW_PROCESSES', wildcard: true }), options);
}

/** A command line as a connector. */
export function commandConnector(command: string[], type: 'source' | 'destination' = 'source'): RunnableConnector {
  return { id: 'def_command', type, kind: 'process', command, version: 1 };
}

/** The harness of connectors that run as commands; `around` may put something before their runtime. */
export async function openCommandHarness(around: (runtime: ConnectorRuntime) => ConnectorRuntime = (runtime) => runtime): Promise<ConnectorRuntimeHarness> {
  const processes = anyProcesses();
  const folders: string[] = [];
  const pids = () => folders.flatMap(noticedIn);
  return {
    port: around(new ProcessConnectorRuntime(processes, new MemoryLog())),
    failures: { refused: 'CONNECTOR_REFUSED', interrupted: 'CONNECTOR_INTERRUPTED', silent: 'COMMAND_TIMEOUT', broken: 'COMMAND_ENDED' },
    silenceMs: 1_500,
    connector: async (script) => {
      const folder = mkdtempSync(join(tmpdir(), 'moorage-test-'));
      folders.push(folder);
      writeFileSync(join(folder, 'script.json'), JSON.stringify(script));
      return commandConnector([process.execPath, join(__dirname, 'scripted-connector.cjs'), folder], script.type);
    },
    noticed: () => ({ begun: pids().length, underWay: pids().filter(isAlive).length }),
    dispose: async () => {
      await processes.close();
      for (const folder of folders) rmSync(folder, { recursive: true });
    },
  };
}

function noticedIn(folder: string): number[] {
  const file = join(folder, 'noticed');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** Whether a process runs; one that is dead and waits to be noticed does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
