import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FailureCode } from '@moorage/domain';
import { eventually, rejectionOf } from '@moorage/test-kit';
import { ConnectionFailed } from '../connection-failed';
import { CommandPolicy } from './command-policy';
import type { GuardedProcess } from './guarded-process';
import { GuardedProcesses, type ProcessOrder } from './guarded-processes';
import { marked } from './marked-processes';

const ANYTHING = CommandPolicy.parse('*', { variable: 'ALLOW_STDIO', wildcard: true });
const node = (script: string) => [process.execPath, '-e', script];
const STAY = 'setInterval(() => 0, 1000);';
/** Ignores everything that can be ignored. */
const STUBBORN = `process.on('SIGTERM', () => 0).on('SIGINT', () => 0).on('SIGHUP', () => 0); console.log(process.pid); ${STAY}`;

const opened: GuardedProcesses[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function house(policy = ANYTHING, most?: number): GuardedProcesses {
  const processes = new GuardedProcesses(policy, { ...(most !== undefined && { most }) });
  opened.push(processes);
  return processes;
}

function order(argv: string[], others: Partial<ProcessOrder> = {}): ProcessOrder {
  return { argv, env: {}, shown: argv.join(' '), secrets: [], signal: AbortSignal.timeout(20_000), lineBytes: 64 * 1024, bytes: 1024 * 1024, ...others };
}

async function started(argv: string[], others: Partial<ProcessOrder> = {}): Promise<{ process: GuardedProcess; lines: string[] }> {
  const process = await house().start(order(argv, others));
  const lines: string[] = [];
  process.listen((line) => lines.push(line));
  return { process, lines };
}

async function failureOf(work: () => Promise<unknown>): Promise<{ code?: FailureCode; message?: string }> {
  const reason = await rejectionOf(work);
  return reason instanceof ConnectionFailed ? reason.failure : {};
}

/** Whether it runs; what is dead and only waits to be noticed by its parent does not. */
function isAlive(pid: number): boolean {
  const [, state] = /\) (\w)/.exec(readStat(pid)) ?? [];
  return state !== undefined && !'ZX'.includes(state);
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits for a process to say its number. */
async function pidFrom(lines: string[], position = 0): Promise<number> {
  await eventually(() => lines.length > position, 10_000);
  return Number(lines[position]);
}

describe('a command', () => {
  it('is heard line by line and told what to do', async () => {
    const { process, lines } = await started(node(`process.stdin.on('data', (data) => console.log('heard ' + data)); console.log('hello\\n\\n  there ')`));
    await eventually(() => lines.length === 2);
    await process.write('you');
    await eventually(() => lines.length === 3);
    expect(lines).toEqual(['hello', 'there', 'heard you']);
  });

  it('sees where programs are, a home of its own, what it was given, and nothing else of ours', async () => {
    Object.assign(process.env, { ENCRYPTION_KEYS_OF_TEST: 'ours', npm_config_registry: 'https://ada:ours@registry.test/', UV_CACHE_DIR: '/var/cache/uv' });
    const { process: running, lines } = await started(node(`console.log(JSON.stringify(process.env)); console.log(process.cwd()); require('fs').writeFileSync('kept.txt', ''); ${STAY}`), { env: { API_KEY: 'theirs' } });
    await eventually(() => lines.length === 2, 10_000);
    for (const name of ['ENCRYPTION_KEYS_OF_TEST', 'npm_config_registry', 'UV_CACHE_DIR']) delete process.env[name];
    const seen = JSON.parse(lines[0] ?? '{}') as Record<string, string>;
    const allowed = new Set(['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'npm_config_cache', 'UV_DEFAULT_INDEX', 'UV_CACHE_DIR', 'HOME', 'TMPDIR', 'MOORAGE_COMMAND', 'API_KEY']);
    expect(Object.keys(seen).filter((name) => !allowed.has(name))).toEqual([]);
    expect(seen).toMatchObject({ API_KEY: 'theirs', UV_CACHE_DIR: '/var/cache/uv', PATH: process.env.PATH, HOME: lines[1], TMPDIR: lines[1] });
    await running.end();
    expect(existsSync(lines[1] ?? '/')).toBe(false);
  });

  it('keeps what it downloads where it is told to', async () => {
    const processes = new GuardedProcesses(ANYTHING, { downloads: '/var/lib/kept' });
    opened.push(processes);
    const running = await processes.start(order(node('console.log(process.env.UV_CACHE_DIR)')));
    const lines: string[] = [];
    running.listen((line) => lines.push(line));
    await running.over;
    expect(lines).toEqual(['/var/lib/kept/uv']);
  });

  it('gets its words as they are: no shell reads them', async () => {
    const { lines } = await started([...node('console.log(JSON.stringify(process.argv.slice(1)))'), '$(id)', '; true', '*', 'a b']);
    await eventually(() => lines.length === 1, 10_000);
    expect(JSON.parse(lines[0] ?? '')).toEqual(['$(id)', '; true', '*', 'a b']);
  });

  it('is told where its files are, which nobody else may read and which go with it', async () => {
    const files = [{ flag: '--config', name: 'config.json', text: '{"token":"ü"}' }, { flag: '--state', name: 'state.json', text: '' }];
    const { process: running, lines } = await started([...node("const { readFileSync, statSync } = require('fs'); for (const each of process.argv.slice(1)) console.log(each.startsWith('-') ? each : [each, (statSync(each).mode & 0o777).toString(8), readFileSync(each)].join(' '))"), '--'], { files });
    await running.over;
    expect(lines).toEqual(['--config', expect.stringMatching(/^\/.*\/config.json 600 \{"token":"ü"\}$/), '--state', expect.stringMatching(/\/state.json 600$/)]);
    await running.end();
    expect(existsSync(lines[1]?.split(' ')[0] ?? '/')).toBe(false);
  });

  it('learns that nothing more will be written to it', async () => {
    const { process, lines } = await started(node("process.stdin.resume().on('end', () => console.log('done'))"));
    process.endInput();
    await process.over;
    expect(lines).toEqual(['done']);
  });

  it('waits with what it prints while nobody listens, also when it has ended meanwhile, and nothing is lost', async () => {
    const { process, lines } = await started(node("for (let n = 0; n < 30_000; n += 1) console.log(String(n).padStart(100, '0'))"), { bytes: Infinity });
    let isOver = false;
    void process.over.then(() => (isOver = true));
    while (!isOver) {
      process.pause();
      const heard = lines.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(lines.length - heard).toBeLessThan(3_000);
      process.resume();
      await Promise.race([process.over, eventually(() => lines.length > heard, 10_000)]);
    }
    expect(lines.map(Number)).toEqual(Array.from({ length: 30_000 }, (_, n) => n));
  });

  it.each([
    ['by itself', node(`const held = []; setInterval(() => held.push(Buffer.alloc(20_000_000, 1)), 10)`)],
    ['in a child that moved away', ['/bin/sh', '-c', `setsid ${process.execPath} -e 'const held = []; setInterval(() => held.push(Buffer.alloc(20000000, 1)), 10)' & wait`]],
  ])('that takes too much memory, %s, is killed', async (_how, argv) => {
    const { process } = await started(argv, { memoryBytes: 300 * 1024 * 1024 });
    await process.over;
    expect(process.wasTooLarge).toBe(true);
  });

  it('is heard to its last word, also by who is busy when it ends, and without an end of the last line', async () => {
    const { process, lines } = await started(node("console.log(('x'.repeat(1023) + '\\n').repeat(179) + 'x'.repeat(1023)); process.stdout.write('the end')"));
    process.listen((line) => {
      lines.push(line);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3);
    });
    await process.over;
    expect([lines.length, lines.at(-1)]).toEqual([181, 'the end']);
  });

  it('that keeps within its memory is left alone', async () => {
    const { process, lines } = await started(node("setTimeout(() => console.log('done'), 600)"), { memoryBytes: 300 * 1024 * 1024 });
    await process.over;
    expect({ lines, wasTooLarge: process.wasTooLarge }).toEqual({ lines: ['done'], wasTooLarge: false });
  });

  it('that is not listed does not run', async () => {
    const processes = house(CommandPolicy.parse('npx -y good-server', { variable: 'ALLOW_STDIO' }));
    const { code, message } = await failureOf(() => processes.start(order(['npx', '-y', 'good-server-not'], { shown: 'npx -y good-server-not' })));
    expect({ code, message }).toEqual({ code: 'COMMAND_NOT_ALLOWED', message: 'Moorage may not run "npx -y good-server-not" here.' });
  });

  it.each(['LD_PRELOAD', 'NODE_OPTIONS', 'PATH', 'npm_config_registry', 'BASH_ENV', 'HOME', 'not-a-name'])('does not run with %s', async (name) => {
    expect(await failureOf(() => house().start(order(node(''), { env: { [name]: 'x' } })))).toMatchObject({ code: 'VARIABLE_NOT_ALLOWED' });
  });

  it('that does not exist, or cannot be executed, is named for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moorage-test-'));
    const file = join(folder, 'plain.txt');
    await writeFile(file, 'text');
    await chmod(file, 0o644);
    expect(await failureOf(() => house().start(order(['no-such-command-here'])))).toMatchObject({ code: 'COMMAND_NOT_FOUND' });
    expect(await failureOf(() => house().start(order(['/no/such/command'])))).toMatchObject({ code: 'COMMAND_NOT_FOUND' });
    expect(await failureOf(() => house().start(order([file])))).toMatchObject({ code: 'COMMAND_NOT_EXECUTABLE' });
    expect(await failureOf(() => house().start(order([folder])))).toMatchObject({ code: 'COMMAND_NOT_EXECUTABLE' });
    await rm(folder, { recursive: true });
  });

  it.each([
    ['process.exit(3)', 'COMMAND_ENDED', 'exit status 3'],
    ["process.kill(process.pid, 'SIGKILL')", 'COMMAND_ENDED', 'signal SIGKILL'],
    ["process.stdout.write('x'.repeat(100_000)); setInterval(() => 0, 1000)", 'OUTPUT_TOO_LARGE', '0.1 MiB in one line'],
    ["setInterval(() => console.log('x'.repeat(10_000)), 0)", 'OUTPUT_TOO_LARGE', '1 MiB altogether'],
    ["setInterval(() => console.error('x'.repeat(10_000)), 0)", 'OUTPUT_TOO_LARGE', '1 MiB altogether'],
  ] as [string, FailureCode, string][])('that does %s is over, and why is said', async (script, code, words) => {
    const { process } = await started(node(script));
    const { failure } = await process.over;
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  it('is quoted with what it said last, on whichever stream, though it ended at once', async () => {
    const { process } = await started(node("console.error('Error: no \\u001b[31mAPI_KEY\\u001b[0m was given'); process.exit(1)"));
    await process.over;
    expect(process.lastWords()).toBe('Error: no API_KEY was given');
  });

  it('waits for its turn, and says so when that does not come in time', async () => {
    const processes = house(ANYTHING, 1);
    const first = await processes.start(order(node(STAY)));
    expect(await failureOf(() => processes.start(order(node(STAY), { signal: AbortSignal.timeout(100) })))).toMatchObject({ code: 'COMMANDS_BUSY' });
    const second = processes.start(order(node(STAY)));
    await first.end();
    expect((await second).alive).toBe(true);
  });

  it('can be seen waiting by an operator, beside how many run and how many may', async () => {
    const [processes, readings] = [house(ANYTHING, 1), new Map<string, () => number>()];
    processes.measure({ count: () => undefined, observe: () => undefined, gauge: (name, _labels, read) => void readings.set(name, read) });
    const seen = () => ['running', 'waiting', 'max'].map((each) => readings.get(`moorage_commands_${each}`)?.());
    expect(seen()).toEqual([0, 0, 1]);
    const first = await processes.start(order(node(STAY)));
    const second = processes.start(order(node(STAY)));
    const impatient = new AbortController();
    const third = failureOf(() => processes.start(order(node(STAY), { signal: impatient.signal })));
    await eventually(() => seen()[1] === 2, 10_000);
    impatient.abort();
    await third;
    expect(seen()).toEqual([1, 1, 1]);
    await first.end();
    await (await second).end();
    await eventually(() => seen()[0] === 0, 10_000);
    expect(seen()).toEqual([0, 0, 1]);
  });
});

describe('nothing is left behind', () => {
  it('of a command that ends when its input does', async () => {
    const { process, lines } = await started(node("process.stdin.resume().on('end', () => process.exit()); console.log(process.pid)"));
    const pid = await pidFrom(lines);
    await process.end();
    expect(isAlive(pid)).toBe(false);
  });

  it('of one that does not want to go', async () => {
    const { process, lines } = await started(node(STUBBORN));
    const pid = await pidFrom(lines);
    const since = performance.now();
    await process.end();
    expect(isAlive(pid)).toBe(false);
    expect(performance.now() - since).toBeLessThan(2_500);
  });

  it('of its children, of those that moved to another session, and of theirs', async () => {
    const { process, lines } = await started(['/bin/sh', '-c', `sleep 1000 & echo $!; setsid sh -c 'echo $$; sleep 1001 & echo $!; wait' & wait`]);
    await eventually(() => lines.length === 3, 10_000);
    const pids = lines.map(Number);
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    await process.end();
    expect(pids.map(isAlive)).toEqual([false, false, false]);
  });

  it('of some that are always somewhere else: each starts the next in a session of its own, and ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moorage-test-'));
    const hop = join(folder, 'hop');
    await writeFile(hop, '#!/bin/sh\nsetsid "$0" &\n', { mode: 0o755 });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { process, lines } = await started(['/bin/sh', '-c', `${hop}; echo "$MOORAGE_COMMAND"; sleep 1000`]);
      await eventually(() => lines.length === 1, 10_000);
      await process.end();
      // A single look may miss one that is on its way.
      for (let look = 0; look < 20; look += 1) expect(await marked(lines[0] ?? '')).toEqual([]);
    }
    await rm(folder, { recursive: true });
  });

  it('of its children when it ended before them', async () => {
    const { process, lines } = await started(['/bin/sh', '-c', 'sleep 1000 & echo $!; setsid sleep 1001 & echo $!']);
    await process.over;
    await eventually(() => lines.length === 2);
    await process.end();
    expect(lines.map(Number).map(isAlive)).toEqual([false, false]);
  });

  it('and nobody else is hit, however many start at once', async () => {
    const processes = house();
    const all = await Promise.all(Array.from({ length: 8 }, () => processes.start(order(node(STAY)))));
    await Promise.all(all.slice(0, 4).map((process) => process.end()));
    expect(all.map(({ pid }) => isAlive(pid))).toEqual([false, false, false, false, true, true, true, true]);
  });

  it('when all are closed at once', async () => {
    const processes = house();
    const started = await Promise.all([STUBBORN, STAY, ''].map((script) => processes.start(order(node(script)))));
    await processes.close();
    expect(started.map(({ pid }) => isAlive(pid))).toEqual([false, false, false]);
  });

  it('when we are killed', async () => {
    const commands = [node(STUBBORN), ['/bin/sh', '-c', 'setsid sleep 1000 & echo $!; wait'], ['/bin/sh', '-c', 'env -i sleep 1000 & echo $!; wait'], node(`console.log(process.cwd()); ${STAY}`)];
    const host = spawn(process.execPath, ['-r', join(__dirname, '../../../test-kit/test/from-source.cjs'), join(__dirname, '../../test/command-host.ts'), JSON.stringify(commands)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    createInterface(host.stdout).on('line', (line) => lines.push(line));
    await eventually(() => lines.includes('ready'), 20_000);
    const pids = lines.slice(0, 3).map(Number);
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    const exit = once(host, 'exit');
    host.kill('SIGKILL');
    await exit;
    await eventually(() => !pids.some(isAlive) && !existsSync(lines[3] ?? '/'), 10_000);
  });
});
