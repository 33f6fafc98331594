import { connect, type Socket } from 'node:net';

/** What came back. */
export interface Reply {
  status: number;
  body: string;
}

const HEAD_END = '\r\n\r\n';

/**
 * One keep-alive connection that asks the same thing again and again, with as little work as possible: what the load costs is taken
 * from the processors that the servers need. Reads answers with a Content-Length only.
 */
export class HttpConnection {
  private received: Buffer = Buffer.alloc(0);
  private settle: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly request: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('close', () => this.settle?.reject(new Error('the server closed the connection')));
    socket.on('error', (error) => this.settle?.reject(error));
  }

  static open(port: number, request: string): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject).once('connect', () => (socket.off('error', reject), resolve(new HttpConnection(socket, request))));
    });
  }

  ask(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(this.request, 'latin1');
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.settle?.reject(new Error(`an answer without Content-Length: ${head}`));
    const [start, end] = [headEnd + HEAD_END.length, headEnd + HEAD_END.length + Number(length)];
    if (this.received.length < end) return;
    const reply = { status: Number(head.slice(9, 12)), body: this.received.toString('utf8', start, end) };
    this.received = this.received.subarray(end);
    this.settle?.resolve(reply);
  }
}
