import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { birthOf, bornSince, processesNow } from './processes-now';

it('a process and its children are among those born since it started, whoever was there before is not', async () => {
  const child = spawn('/bin/sh', ['-c', 'sleep 30 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const birth = birthOf(child.pid ?? 0);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const since = bornSince(processesNow(), birth);
  process.kill(-birth.pid, 'SIGKILL');
  expect(since).toEqual(expect.arrayContaining([birth.pid, Number(String(line))]));
  expect(since).not.toContain(process.ppid);
});

it('numbers that begin again are those of younger processes', () => {
  const birth = { pid: 32_700, started: 90_000, numbers: 32_768 };
  expect(bornSince({ pids: [32_710, 32_700, 32_699, 20_000, 310, 300], started: 90_100 }, birth)).toEqual([32_710, 32_700, 310, 300]);
});

it('after as many processes as there are numbers, or where nobody counts them, every one may be younger', () => {
  const birth = { pid: 500, started: 90_000, numbers: 32_768 };
  const pids = [20_000, 499, 1];
  expect(bornSince({ pids, started: 130_000 }, birth)).toEqual(pids);
  expect(bornSince({ pids, started: NaN }, birth)).toEqual(pids);
  expect(bornSince({ pids, started: 90_001 }, { ...birth, numbers: NaN })).toEqual(pids);
});
