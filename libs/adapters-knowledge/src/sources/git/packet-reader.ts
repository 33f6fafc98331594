import type { Socket } from 'node:net';
import { ActorFailed } from '../../native/actor-failed';

const LENGTH = 4;
/** As long as the protocol allows a packet to be. */
const LONGEST = 65_520;
/** Packets kept as one: most are one line, and a buffer of its own for each would take several times its bytes. */
const TOGETHER = 1_000;

/** What a git server sends over a socket: packets until a flush, then whatever follows until it closes. Bounded in bytes. */
export class PacketReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #received = 0;

  constructor(
    socket: Socket,
    private readonly from: { host: string; repository: string; maxBytes: number },
  ) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The packets up to the next flush, as they came, the flush included. A refusal among them means that the repository is not to be had. */
  async untilFlush(): Promise<Buffer> {
    const whole: Buffer[] = [];
    let packets: Buffer[] = [];
    for (;;) {
      const length = await this.#length();
      const packet = this.#taken(length);
      if (packet.toString('latin1', LENGTH, LENGTH + 4) === 'ERR ') throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `repository ${this.from.repository}` });
      packets.push(packet);
      const isFlush = length === LENGTH;
      if (!isFlush && packets.length < TOGETHER) continue;
      whole.push(Buffer.concat(packets));
      packets = [];
      if (isFlush) return Buffer.concat(whole);
    }
  }

  /** Everything up to the end of the connection. */
  async rest(): Promise<Buffer> {
    const chunks = [this.#rest];
    for (let chunk = await this.#next(); chunk; chunk = await this.#next()) chunks.push(chunk);
    this.#rest = Buffer.alloc(0);
    return Buffer.concat(chunks);
  }

  /** Bytes of the packet that comes next, all of which are there afterwards. A flush has no more than its length. */
  async #length(): Promise<number> {
    await this.#atLeast(LENGTH);
    const text = this.#rest.toString('latin1', 0, LENGTH);
    const length = /^[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
    if (length === 0) return LENGTH;
    if (!(length > LENGTH && length <= LONGEST)) throw ActorFailed.of('PROTOCOL_NOT_SPOKEN', { host: this.from.host, protocol: 'Git' });
    await this.#atLeast(length);
    return length;
  }

  async #atLeast(bytes: number): Promise<void> {
    while (this.#rest.length < bytes) {
      const chunk = await this.#next();
      if (!chunk) throw ActorFailed.of('CONNECTION_CLOSED', { host: this.from.host });
      this.#rest = Buffer.concat([this.#rest, chunk]);
    }
  }

  async #next(): Promise<Buffer | undefined> {
    const { value, done } = await this.#chunks.next();
    if (done) return undefined;
    this.#received += value.length;
    const { host, maxBytes } = this.from;
    if (this.#received > maxBytes) throw ActorFailed.of('ANSWER_TOO_LARGE', { server: host, limit: `${maxBytes / 1024 / 1024} MiB` });
    return value;
  }

  #taken(bytes: number): Buffer {
    const taken = this.#rest.subarray(0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    return taken;
  }
}
