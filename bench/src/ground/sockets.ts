import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How many connections to a port, in any state, processes hold. */
export function socketsTo(port: number, pids: readonly number[]): number {
  const towards = new Set(connections().filter((each) => each.port === port).map(({ inode }) => inode));
  return pids.flatMap(socketsOf).filter((inode) => towards.has(inode)).length;
}

/** As `socketsTo`, once there are none or the patience is over: a connection that was closed may take a moment to be gone. */
export async function socketsLeft(port: number, pids: readonly number[], patienceMs = 2_000): Promise<number> {
  const end = performance.now() + patienceMs;
  let left = socketsTo(port, pids);
  for (; left > 0 && performance.now() < end; left = socketsTo(port, pids)) await new Promise((resolve) => setTimeout(resolve, 20));
  return left;
}

/** The far end of every TCP connection of this machine, by its number. */
function connections(): { port: number; inode: string }[] {
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1));
  return lines.map((line) => {
    const [, , remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
    return { port: parseInt(remote.split(':')[1] ?? '', 16), inode };
  });
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(target(`${folder}/${name}`))?.[1] ?? []);
}

/** Empty when it was closed meanwhile. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
