import { isPlainObject, type Failure } from '@moorage/domain';
import { ConnectionFailed, type GuardedProcess } from '@moorage/egress';
import type { Circumstances } from './classify-failure';
import { CommandChannel } from './command-channel';
import type { CommandRun } from './command-run';
import type { RpcMessage } from './pipe-transport';
import { PipedConnection } from './piped-connection';

/** MCP over the standard input and output of a command. */
export class StdioConnection extends PipedConnection {
  #process: GuardedProcess | undefined;
  #channel: CommandChannel | undefined;

  constructor(
    private readonly run: CommandRun,
    private readonly call: { signal: AbortSignal; traceparent?: string | undefined },
  ) {
    super(run.told, call.signal);
  }

  get circumstances(): Circumstances {
    return { host: 'the command', stage: this.stage, withCredentials: this.told.credentials.length > 0, inSession: false };
  }

  async open(): Promise<void> {
    const since = performance.now();
    try {
      this.#process = await this.run.process();
    } catch (error) {
      this.firstError ??= error;
      throw error;
    }
    if (!this.run.isShared) this.note({ connectMs: performance.now() - since });
    this.#channel = new CommandChannel(this.#process, (line) => this.receive(line));
  }

  /** The process stays: whoever started the attempt ends it. */
  async leave(goodbye: () => Promise<void>): Promise<void> {
    await goodbye().catch(() => undefined);
  }

  override explained(failure: Failure): Failure {
    return this.#channel?.explained(failure) ?? failure;
  }

  protected over(): Promise<ConnectionFailed> {
    return this.#channel?.over ?? new Promise(() => undefined);
  }

  protected late(): ConnectionFailed {
    return new ConnectionFailed('COMMAND_TIMEOUT');
  }

  protected async post(message: RpcMessage): Promise<void> {
    void this.#process?.write(JSON.stringify(traced(message, this.call.traceparent)));
  }
}

/** With the trace context where requests carry a `_meta`, which only revision 2026-07-28 demands of every one. */
export function traced<Message extends Record<string, unknown>>(message: Message, traceparent: string | undefined): Message {
  const { params } = message;
  if (!traceparent || !isPlainObject(params) || !isPlainObject(params._meta)) return message;
  return { ...message, params: { ...params, _meta: { ...params._meta, traceparent } } };
}
