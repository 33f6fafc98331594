import { invariant } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort, SETTINGS, TOKEN, type StartBroker } from './running-broker';

/** Debian puts it where only root's PATH looks. */
const PATH = [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].join(delimiter);

/** A real nats-server of our own, on a port of its own. A missing program fails the test that needs it. */
export const startNatsServer: StartBroker = async (settings) => {
  const { maxPayload, maxPending } = { ...SETTINGS, ...settings };
  const port = await freePort();
  const lines = [
    'host: 127.0.0.1',
    `port: ${port}`,
    `max_payload: ${maxPayload}`,
    `max_pending: ${maxPending}`,
    // It slows the publisher down before it gives a slow consumer up; by default for ten seconds.
    'write_deadline: "500ms"',
    `authorization { token: "${TOKEN}", timeout: 0.5 }`,
  ];
  const start = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moorage-nats-'));
    const config = join(folder, 'nats.conf');
    await writeFile(config, lines.join('\n'));
    const child = await launch(config, port);
    // It has read its configuration once it listens.
    await rm(folder, { recursive: true, force: true });
    return child;
  };
  let child = await start();
  const startAgain = async () => {
    child = await start();
  };
  return { url: `nats://${TOKEN}@127.0.0.1:${port}`, stop: () => end(child), crash: () => end(child, 'SIGKILL'), startAgain };
};

async function launch(config: string, port: number): Promise<ChildProcess> {
  const child = spawn('nats-server', ['-c', config], { stdio: 'ignore', env: { ...process.env, PATH } });
  let failure: unknown;
  child.on('error', (error) => (failure = error));
  try {
    await eventually(async () => failure !== undefined || child.exitCode !== null || (await accepts(port)), 10_000);
    invariant(failure === undefined && child.exitCode === null, `nats-server does not start: ${String(failure ?? child.exitCode)}`);
    return child;
  } catch (error) {
    await end(child);
    throw error;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await once(socket, 'connect').then(() => true, () => false);
  socket.destroy();
  return answer;
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
