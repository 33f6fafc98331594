import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '@moorage/test-kit';

/** A shell that would go on for ten minutes, and so would what it started, whose id it tells. */
const STUBBORN = 'sleep 600 & echo $!; wait';

function bounded(command: string, minutes: number): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const script = `import { runBounded } from ${JSON.stringify(pathToFileURL(join(__dirname, 'run-bounded.mjs')).href)};
process.exitCode = await runBounded(${JSON.stringify(command)}, [], { shell: true, minutes: ${minutes} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  told.push(() => output.trim());
  const ended = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)));
  return { child, output: () => output, ended };
}

/** A process that has ended and that nobody has asked about yet has no command line. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

/** Ids that were told; what a failed test leaves behind ends here. */
const told: (() => string)[] = [];
afterEach(() => {
  for (const output of told.splice(0)) if (isAlive(Number(output()))) process.kill(Number(output()), 'SIGKILL');
});

describe('a bounded command', () => {
  it('answers the status of what it ran', async () => {
    expect(await bounded('exit 3', 1).ended).toBe(3);
  });

  it('ends with everything it started when its time is over', async () => {
    const { output, ended } = bounded(STUBBORN, 0.01);
    expect(await ended).toBe(124);
    expect(output()).toMatch(/^\d+\n$/);
    await eventually(() => !isAlive(Number(output())));
  });

  it('ends with everything it started when it is told to, and says so', async () => {
    const { child, output, ended } = bounded(STUBBORN, 5);
    await eventually(() => output() !== '');
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    await eventually(() => !isAlive(Number(output())));
  });
});
