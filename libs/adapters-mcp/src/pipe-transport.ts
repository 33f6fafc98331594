export type RpcMessage = Record<string, unknown>;

/** A stream that carries the answers to all requests. */
export interface Pipe {
  open(): Promise<void>;
  /** Sends a message and answers what comes back: the answer to a request, nothing for a notice. */
  exchange(message: RpcMessage): Promise<RpcMessage | undefined>;
}

/** What both SDKs send their messages through where one stream carries all answers. A request that fails rejects in `send`. */
export class PipeTransport<Message extends object> {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: Message) => void;
  protocolVersion: string | undefined;

  constructor(private readonly pipe: Pipe) {}

  start(): Promise<void> {
    return this.pipe.open();
  }

  async send(message: Message): Promise<void> {
    const answer = await this.pipe.exchange({ ...message } as RpcMessage);
    if (answer) this.onmessage?.(answer as Message);
  }

  setProtocolVersion(version: string): void {
    this.protocolVersion = version;
  }

  async close(): Promise<void> {
    this.onclose?.();
  }
}
