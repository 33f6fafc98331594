import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandTarget, isAlive, noticedIn } from '../scripted-commands';
import type { RunningTalk } from './running-talk';

const FROM_SOURCE = join(__dirname, '../../../test-kit/test/from-source.cjs');

/** A talking server that is a command. */
export async function serveCommand(era: '2025' | '2026'): Promise<RunningTalk> {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-test-'));
  const noticed = (what: string) => noticedIn(folder).filter((line) => line.startsWith(what));
  return {
    target: commandTarget([process.execPath, '-r', FROM_SOURCE, join(__dirname, 'talking-command.ts'), join(folder, 'noticed'), era]),
    openSessions: () => noticed('started ').filter((line) => isAlive(Number(line.slice(8)))).length,
    listening: () => 0,
    calls: () => noticed('called').length,
    givenUp: () => noticed('given up').length,
    forget: () => undefined,
    close: async () => rmSync(folder, { recursive: true }),
  };
}
