import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, type McpEra, type McpTarget } from '@moorage/domain';
import type { McpHarness, ScriptedServer } from '@moorage/test-kit';
import type { McpReader } from '../src';
import { aReader } from './scripted-servers';

/** A command line as a target. */
export function commandTarget(argv: string[], env: Record<string, string> = {}, credentials: string[] = []): McpTarget {
  const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, Secret.of(value)]));
  return { serverType: 'stdio', headers: {}, trustedAddress: false, command: { argv: argv.map(Secret.of), env: variables, shown: argv.join(' '), credentials: credentials.map(Secret.of) } };
}

/** A command that is an MCP server as the script says, and the folder in which it notes what it notices. */
export function scriptedCommand(era: McpEra, script: ScriptedServer): { folder: string; target: McpTarget } {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-test-'));
  writeFileSync(join(folder, 'script.json'), JSON.stringify(script));
  const argv = script.fault === 'refused' ? ['no-such-command-here'] : [process.execPath, join(__dirname, 'stdio-server.cjs'), folder, era];
  return { folder, target: commandTarget(argv) };
}

/** What a scripted command has noticed, line by line. */
export function noticedIn(folder: string): string[] {
  const file = join(folder, 'noticed');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : [];
}

/** Opens the harness of one port over commands of one era. */
export function openCommandHarness<P>(era: McpEra, port: (reader: McpReader) => P): () => Promise<McpHarness<P>> {
  return async () => {
    const { reader, dispose } = aReader();
    const folders: string[] = [];
    const noticed = () => folders.flatMap(noticedIn);
    return {
      port: port(reader),
      era,
      failures: { refused: 'COMMAND_NOT_FOUND', silent: 'COMMAND_TIMEOUT', unauthorized: 'COMMAND_ENDED' },
      serve: async (script) => {
        const { folder, target } = scriptedCommand(era, script);
        folders.push(folder);
        return target;
      },
      noticed: () => ({
        requests: noticed().filter((line) => line === 'request').length,
        openSessions: noticed().filter((line) => line.startsWith('started ') && isAlive(Number(line.slice(8)))).length,
        executedTools: noticed().filter((line) => line === 'executed').length,
      }),
      dispose: async () => {
        await dispose();
        for (const folder of folders) rmSync(folder, { recursive: true });
      },
    };
  };
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
