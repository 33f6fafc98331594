import { CommandPolicy, GuardedProcesses } from '../src';

/** Another process of ours, which runs the commands it is given, says so, and then waits to be killed. */
async function host(commands: string[][]): Promise<void> {
  const processes = new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW', wildcard: true }));
  for (const argv of commands) {
    const process = await processes.start({ argv, env: {}, shown: '', secrets: [], signal: AbortSignal.timeout(10_000), lineBytes: 1_000, bytes: 10_000 });
    await new Promise<void>((resolve) => process.listen((line) => (console.log(line), resolve())));
  }
  console.log('ready');
  setInterval(() => undefined, 1_000);
}

void host(JSON.parse(process.argv[2] ?? '[]') as string[][]);
