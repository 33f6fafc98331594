import type { PipedConnection, RpcMessage } from './piped-connection';

/** What both SDKs send their messages through where one stream carries all answers. A request that fails rejects in `send`. */
export class PipeTransport<Message extends object> {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: Message) => void;
  protocolVersion: string | undefined;

  constructor(private readonly connection: Pick<PipedConnection, 'open' | 'exchange'>) {}

  start(): Promise<void> {
    return this.connection.open();
  }

  async send(message: Message): Promise<void> {
    const answer = await this.connection.exchange({ ...message } as RpcMessage);
    if (answer) this.onmessage?.(answer as Message);
  }

  setProtocolVersion(version: string): void {
    this.protocolVersion = version;
  }

  async close(): Promise<void> {
    this.onclose?.();
  }
}
