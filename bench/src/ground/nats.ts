import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import { Program, until } from './program';

export interface Nats {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Whether there is a nats-server on the PATH. */
export function hasNats(): boolean {
  return spawnSync('nats-server', ['--version']).status === 0;
}

/** An installed nats-server on loopback, set as ARCHITECTURE.md asks. */
export async function startNats(folder: string): Promise<Nats> {
  const [port, token] = [await freePort(), randomBytes(16).toString('hex')];
  const settings = join(folder, 'nats.conf');
  writeFileSync(settings, `listen: 127.0.0.1:${port}\nmax_payload: 8MB\nauthorization { token: "${token}" }\n`);
  const program = Program.start('nats-server', ['nats-server', '-c', settings], { env: {}, folder, cwd: folder });
  await until('nats-server to listen', () => (program.assertRunning(), program.output().includes('Server is ready') || undefined));
  return { url: `nats://${token}@127.0.0.1:${port}`, pid: program.pid, stop: () => program.stop() };
}
