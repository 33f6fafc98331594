import type { RpcId, RpcMessage, Upstream } from '@moorage/domain';

/** What a client of either SDK sends its messages through: straight to an upstream, one exchange for each message, as over Streamable HTTP. */
export class UpstreamTransport {
  readonly hasPerRequestStream = true;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: never) => void;
  readonly failures: string[] = [];
  private readonly leaving = new AbortController();
  private upstream: Upstream | undefined;

  /** `open` gets what hears the messages that belong to no exchange. */
  constructor(private readonly open: (onMessage: (message: RpcMessage) => void) => Upstream) {}

  async start(): Promise<void> {
    this.upstream = this.open((message) => this.heard(message));
  }

  async send(sent: object, options: { requestSignal?: AbortSignal } = {}): Promise<void> {
    const message = sent as RpcMessage;
    const signal = AbortSignal.any([this.leaving.signal, ...(options.requestSignal ? [options.requestSignal] : [])]);
    void this.upstream?.send(message, { signal, onMessage: (said) => this.heard(said) }).then((failed) => failed && this.failed(failed.code, message['id'] as RpcId));
    if (message['method'] === 'notifications/initialized') void this.upstream?.listen(this.leaving.signal);
  }

  async close(): Promise<void> {
    this.leaving.abort();
    await this.upstream?.close();
    this.onclose?.();
  }

  private heard(message: RpcMessage): void {
    this.onmessage?.(message as never);
  }

  private failed(code: string, id: RpcId | undefined): void {
    this.failures.push(code);
    if (id !== undefined && code !== 'CANCELLED') this.heard({ jsonrpc: '2.0', id, error: { code: -32000, message: code } });
  }
}
