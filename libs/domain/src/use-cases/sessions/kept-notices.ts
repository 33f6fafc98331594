import type { RpcMessage } from '../../model/sessions/rpc';

const MOST = 100;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** What servers have said by themselves while a client had no stream open: as much of the newest as is worth its memory. */
export class KeptNotices {
  #kept: { message: RpcMessage; length: number }[] = [];
  #length = 0;

  /** Answers what had to go for it. */
  add(message: RpcMessage): RpcMessage[] {
    const { length } = JSON.stringify(message);
    this.#kept.push({ message, length });
    this.#length += length;
    const gone: RpcMessage[] = [];
    while (this.#kept.length > MOST || this.#length > MOST_CHARACTERS) gone.push(this.#dropped());
    return gone;
  }

  /** All of it, and keeps nothing. */
  take(): RpcMessage[] {
    const kept = this.#kept;
    this.#kept = [];
    this.#length = 0;
    return kept.map(({ message }) => message);
  }

  /** Drops what is said by this method. */
  forget(method: string): void {
    const kept = this.#kept.filter(({ message }) => message['method'] !== method);
    this.#length = kept.reduce((sum, { length }) => sum + length, 0);
    this.#kept = kept;
  }

  #dropped(): RpcMessage {
    const [first] = this.#kept.splice(0, 1);
    this.#length -= first?.length ?? 0;
    return first?.message as RpcMessage;
  }
}
