import { connect, type Socket } from 'node:net';
import { AnswerReader, type AnswerListener } from './answer-reader';

/** Where an MCP server of the 2025 era is asked. */
export interface McpPlace {
  port: number;
  path: string;
  /** Value of `Authorization`, where one is asked for. */
  authorization?: string;
}

/** What is said about a session in headers, once there is one. */
export interface SessionHeaders {
  sessionId?: string;
  protocolVersion?: string;
}

export interface McpAnswer {
  status: number;
  head: string;
  /** Text of the one message that was awaited; empty when there is none. */
  message: string;
  /** When it had arrived whole, which is when a client goes on. */
  heardAt: number;
}

/** Servers on Node close a connection that was not used for five seconds. */
const KEPT_MS = 3_000;

/** One event of a stream that carries a message. */
const DATA = /^data: ?(.*)$/m;
const EVENT_END = /\r?\n\r?\n/;

/**
 * One keep-alive connection to an MCP server that says on the wire what the client of the SDK says, with as little work as possible:
 * what the load costs is taken from the processors that the servers need. Asks one thing at a time.
 */
export class McpConnection implements AnswerListener {
  private readonly reader = new AnswerReader(this);
  private settle: { resolve(answer: McpAnswer): void; reject(error: Error): void } | undefined;
  private status = 0;
  private head = '';
  private text = '';
  private heardAt = 0;
  /** What the message that is awaited contains. */
  private mark = '';
  private usedAt = performance.now();

  private constructor(
    private readonly socket: Socket,
    private readonly place: McpPlace,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.reader.feed(chunk));
    socket.on('close', () => this.settle?.reject(new Error('the server closed the connection')));
    socket.on('error', (error) => this.settle?.reject(error));
  }

  static open(place: McpPlace): Promise<McpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(place.port, '127.0.0.1');
      socket.once('error', reject).once('connect', () => (socket.off('error', reject), resolve(new McpConnection(socket, place))));
    });
  }

  /** Answers when the whole answer was read; `mark` is what the awaited message contains, where other messages may come before it. */
  ask(method: 'POST' | 'DELETE', session: SessionHeaders, body = '', mark = ''): Promise<McpAnswer> {
    [this.text, this.heardAt, this.mark] = ['', 0, mark];
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(this.requestOf(method, session, body), 'latin1');
    });
  }

  /** Opens the standing stream; what comes on it is read and thrown away. Nothing else can be asked on this connection then. */
  listen(session: SessionHeaders): void {
    this.socket.write(this.requestOf('GET', session, ''), 'latin1');
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  /** Whether the server may have closed it meanwhile, or is about to. */
  get stale(): boolean {
    return performance.now() - this.usedAt > KEPT_MS;
  }

  onHead(status: number, head: string): void {
    [this.status, this.head] = [status, head];
  }

  onText(text: string): void {
    if (this.settle === undefined) return;
    this.text += text;
    if (this.heardAt === 0 && this.text.includes(this.mark) && this.complete()) this.heardAt = performance.now();
  }

  onEnd(): void {
    const { status, head, heardAt, settle } = this;
    [this.settle, this.usedAt] = [undefined, performance.now()];
    settle?.resolve({ status, head, message: this.message(), heardAt: heardAt || performance.now() });
  }

  /** A message in a stream is whole with the empty line behind it; a body is when it ends. */
  private complete(): boolean {
    return this.isStream() && EVENT_END.test(this.text.slice(this.text.indexOf(this.mark)));
  }

  private message(): string {
    if (!this.isStream()) return this.text;
    const event = this.text.split(EVENT_END).find((each) => DATA.test(each) && each.includes(this.mark)) ?? '';
    return DATA.exec(event)?.[1] ?? '';
  }

  private isStream(): boolean {
    return /\r\ncontent-type: *text\/event-stream/i.test(this.head);
  }

  private requestOf(method: string, { sessionId, protocolVersion }: SessionHeaders, body: string): string {
    const { port, path, authorization } = this.place;
    const accept = method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream';
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'connection: keep-alive',
      authorization && `authorization: ${authorization}`,
      body && 'content-type: application/json',
      `accept: ${accept}`,
      sessionId && `mcp-session-id: ${sessionId}`,
      protocolVersion && `mcp-protocol-version: ${protocolVersion}`,
      'accept-language: *',
      'sec-fetch-mode: cors',
      'user-agent: node',
      'accept-encoding: gzip, deflate',
      body && `content-length: ${body.length}`,
    ];
    return `${lines.filter(Boolean).join('\r\n')}\r\n\r\n${body}`;
  }
}
