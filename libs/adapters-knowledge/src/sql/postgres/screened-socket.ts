import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ActorFailed } from '../../native/actor-failed';
import { faultOf, isExpected } from './message-faults';

const HEADER_BYTES = 5;
/** No row, and nothing else that a server says at once, may be larger. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/**
 * An open connection as pg may have it: whole messages only, each looked at before, and no more of them than is allowed.
 * A server that breaks a rule gets the connection destroyed with an `ActorFailed` that says so.
 */
export class ScreenedSocket extends Duplex {
  /** How many more bytes may come, and how many that were in the beginning. */
  #allowance = MEBIBYTE;
  #granted = MEBIBYTE;
  #rest: Buffer[] = [];
  #length = 0;
  #needed = HEADER_BYTES;

  constructor(
    private readonly socket: Socket,
    private readonly where: string,
  ) {
    super({ allowHalfOpen: false });
    socket.on('data', (chunk: Buffer) => this.#take(chunk)).on('error', (error) => this.destroy(error));
    socket.on('end', () => this.push(null)).on('close', () => this.destroy());
  }

  /** pg asks for a connection, and has one. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  /** Lets this many bytes come from now on. */
  grant(bytes: number): void {
    this.#allowance = this.#granted = bytes;
  }

  setNoDelay(): this {
    return this;
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, done);
  }

  /** pg says several things at once: they go as one. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    if (this.destroyed) return;
    this.#allowance -= chunk.length;
    this.#rest.push(chunk);
    this.#length += chunk.length;
    if (this.#allowance < 0) this.#refuse('ANSWER_TOO_LARGE', this.#granted);
    else if (this.#length >= this.#needed) this.#pass(Buffer.concat(this.#rest));
  }

  /** Hands on what is whole, keeps what is not. */
  #pass(bytes: Buffer): void {
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES && !this.destroyed) {
      const size = 1 + bytes.readUInt32BE(at + 1);
      if (!this.#accepts(bytes[at] ?? 0, size) || bytes.length - at < size) break;
      const fault = faultOf(bytes[at] ?? 0, bytes.subarray(at + HEADER_BYTES, at + size));
      if (fault !== null) return this.#refuse(fault === 'garbage' ? 'PROTOCOL_NOT_SPOKEN' : 'AUTH_METHOD_UNSUPPORTED');
      at += size;
    }
    if (!this.destroyed) this.#keep(bytes, at);
  }

  #keep(bytes: Buffer, at: number): void {
    this.#rest = [bytes.subarray(at)];
    this.#length = bytes.length - at;
    this.#needed = this.#length >= HEADER_BYTES ? 1 + bytes.readUInt32BE(at + 1) : HEADER_BYTES;
    if (at > 0 && !this.push(bytes.subarray(0, at))) this.socket.pause();
  }

  #accepts(code: number, size: number): boolean {
    if (!isExpected(code) || size < HEADER_BYTES) this.#refuse('PROTOCOL_NOT_SPOKEN');
    else if (size > MAX_MESSAGE_BYTES) this.#refuse('ANSWER_TOO_LARGE');
    return !this.destroyed;
  }

  #refuse(code: 'PROTOCOL_NOT_SPOKEN' | 'AUTH_METHOD_UNSUPPORTED' | 'ANSWER_TOO_LARGE', bytes = MAX_MESSAGE_BYTES): void {
    const facts = { host: this.where, server: this.where, protocol: 'PostgreSQL', limit: `${bytes / MEBIBYTE} MiB`, what: 'a password (SCRAM-SHA-256)' };
    this.destroy(ActorFailed.of(code, facts));
  }
}
