import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { MARK_NAME } from './marked-processes';

/**
 * Reads which process groups come and go. When its input ends, because we did, however that was, it kills those that are left, then
 * whoever carries our mark, and takes the folder away. `grep` sees the environments of all processes at once; only Linux shows them.
 */
const SCRIPT = `
mark=$1 folder=$2 groups=
while read -r change group; do
  rest=
  for each in $groups; do [ "$each" = "$group" ] || rest="$rest $each"; done
  groups=$rest
  if [ "$change" = + ]; then groups="$groups $group"; fi
done
exec 2>/dev/null
for group in $groups; do kill -s KILL -- "-$group"; done
round=0
while [ $round -lt 50 ]; do
  found=$(grep -ls "$mark" /proc/[0-9]*/environ)
  [ -n "$found" ] || break
  for each in $found; do each=\${each#/proc/}; kill -s KILL "\${each%/environ}"; done
  round=$((round + 1))
  sleep 0.05
done
rm -rf -- "$folder"`;

/** A small shell that outlives this process for a moment, to end the commands that it leaves behind. */
export class Watchman {
  readonly #shell: ChildProcessByStdio<Writable, null, null>;
  #gone = false;

  /** `house` begins the mark of every command; `folder` holds all their folders. */
  constructor(house: string, folder: string) {
    // In a session of its own: what ends our group must not end it.
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', `${MARK_NAME}=${house}`, folder], { cwd: '/', env: { PATH: '/usr/bin:/bin' }, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#shell.once('exit', () => (this.#gone = true)).once('error', () => (this.#gone = true));
    this.#shell.stdin.on('error', () => undefined);
    this.#shell.unref();
    (this.#shell.stdin as unknown as { unref(): void }).unref();
  }

  get awake(): boolean {
    return !this.#gone && this.#shell.pid !== undefined;
  }

  watch(group: number): void {
    this.#shell.stdin.write(`+ ${group}\n`);
  }

  forget(group: number): void {
    this.#shell.stdin.write(`- ${group}\n`);
  }

  /** Lets it finish its round and go. */
  async dismiss(): Promise<void> {
    if (!this.awake) return;
    this.#shell.ref();
    const gone = once(this.#shell, 'exit');
    this.#shell.stdin.end();
    await gone;
  }
}
