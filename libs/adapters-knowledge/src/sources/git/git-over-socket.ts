import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { MAX_ADVERTISEMENT_BYTES, MAX_PACK_BYTES, textOf, type GitQuestion, type GitReply, type GitTransport, type OnOpen } from './git-transport';
import { PacketReader } from './packet-reader';

const PORT = 9_418;

/**
 * Git's own protocol (`git://`), for a library that speaks it over HTTP only: the bytes are the same, in another frame. A daemon begins with
 * what it has; over HTTP that is an answer of its own, and is left out of the one to a question.
 */
export class GitOverSocket implements GitTransport {
  constructor(
    private readonly reach: Reach,
    private readonly onOpen: OnOpen,
  ) {}

  async request(question: GitQuestion): Promise<GitReply> {
    const { url, method = 'GET' } = question;
    const body = method === 'GET' ? await this.#offer(repositoryAt(url)) : await this.#answer(repositoryAt(url), await textOf(question));
    const kind = method === 'GET' ? 'advertisement' : 'result';
    return { url, method, statusCode: 200, statusMessage: 'OK', headers: { 'content-type': `application/x-git-upload-pack-${kind}` }, body: [body] };
  }

  /** What the repository has, in the frame that HTTP gives it. */
  async #offer(repository: Repository): Promise<Buffer> {
    return this.#talk(repository, MAX_ADVERTISEMENT_BYTES, async (reader) => Buffer.concat([Buffer.from('001e# service=git-upload-pack\n0000'), await reader.untilFlush()]));
  }

  async #answer(repository: Repository, text: string): Promise<Buffer> {
    return this.#talk(repository, MAX_PACK_BYTES, async (reader, say) => {
      await reader.untilFlush();
      say(text);
      return reader.rest();
    });
  }

  async #talk<T>({ host, port, path }: Repository, maxBytes: number, talk: (reader: PacketReader, say: (text: string) => void) => Promise<T>): Promise<T> {
    const { signal, sockets } = this.reach;
    const { socket, timings } = await sockets.open({ host, port }, { signal });
    this.onOpen(timings);
    const cut = () => socket.destroy(ActorFailed.of('RESPONSE_TIMEOUT', { server: `${host}:${port}` }));
    signal.addEventListener('abort', cut);
    try {
      socket.write(packet(`git-upload-pack ${path}\0host=${host}\0`));
      return await talk(new PacketReader(socket, { host: `${host}:${port}`, repository: path, maxBytes }), (text) => socket.write(text, 'latin1'));
    } finally {
      signal.removeEventListener('abort', cut);
      socket.destroy();
    }
  }
}

interface Repository {
  host: string;
  port: number;
  path: string;
}

function repositoryAt(address: string): Repository {
  const { hostname, port, pathname } = new URL(address);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || PORT, path: decodeURIComponent(pathname.replace(/\/(?:info\/refs|git-upload-pack)$/, '')) };
}

function packet(text: string): string {
  return `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`;
}
