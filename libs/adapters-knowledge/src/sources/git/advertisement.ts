/** A branch as the server has it. */
export interface Branch {
  name: string;
  /** Hash of its last commit. */
  head: string;
}

/** What a server says that a repository has. */
export interface Advertisement {
  branches: Branch[];
  /** The branch that it shows first; absent in a repository without commits. */
  shown?: Branch;
}

const BRANCH = 'refs/heads/';

/** Reads the first answer of a server (`git help protocol-pack`, reference discovery). `null` when it is none. */
export function advertisementIn(bytes: Buffer): Advertisement | null {
  const lines = packetsIn(bytes)?.filter((line) => !line.startsWith('# service='));
  if (!lines) return null;
  const [first = '', capabilities = ''] = (lines[0] ?? '').split('\0');
  const refs = [first, ...lines.slice(1)].flatMap((line) => {
    const [, head, name] = /^([0-9a-f]{40}) (\S+)$/.exec(line.trimEnd()) ?? [];
    return head && name ? [{ name, head }] : [];
  });
  const branches = refs.filter(({ name }) => name.startsWith(BRANCH)).map(({ name, head }) => ({ name: name.slice(BRANCH.length), head }));
  const target = /(?:^| )symref=HEAD:refs\/heads\/(\S+)/.exec(capabilities)?.[1];
  const shown = branches.find(({ name }) => name === target) ?? branches.find(({ head }) => head === refs.find(({ name }) => name === 'HEAD')?.head);
  return { branches, ...(shown && { shown }) };
}

/** The texts of packets, flushes left out. `null` when it is something else. */
function packetsIn(bytes: Buffer): string[] | null {
  const packets: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.toString('latin1', at, at + 4);
    const length = /^[0-9a-f]{4}$/i.test(header) ? Number.parseInt(header, 16) : -1;
    if (length !== 0 && (length < 4 || at + length > bytes.length)) return null;
    if (length > 4) packets.push(bytes.toString('utf8', at + 4, at + length));
    at += length || 4;
  }
  return packets;
}
