import type { Socket } from 'node:net';

const BLOCK = 32 * 1024;

/**
 * Gathers what is to be sent to one client and writes it in one go: hundreds of small messages become one system call.
 * What is larger than a block is not copied.
 */
export class OutgoingBuffer {
  private block = Buffer.allocUnsafe(BLOCK);
  private used = 0;

  constructor(private readonly socket: Socket) {}

  /** Text of one byte for each character. */
  text(value: string): void {
    this.makeRoom(value.length);
    this.used += this.block.write(value, this.used, 'latin1');
  }

  bytes(value: Buffer): void {
    if (value.length > BLOCK) {
      this.flush();
      this.socket.write(value);
      return;
    }
    this.makeRoom(value.length);
    this.used += value.copy(this.block, this.used);
  }

  flush(): void {
    if (this.used === 0) return;
    this.socket.write(this.block.subarray(0, this.used));
    this.used = 0;
    // With nothing left in the socket the kernel has taken its copy, and the block is ours again.
    if (this.socket.writableLength > 0) this.block = Buffer.allocUnsafe(BLOCK);
  }

  private makeRoom(size: number): void {
    if (this.used + size > BLOCK) this.flush();
  }
}
