import { isPlainObject, quoting, type Failure } from '@moorage/domain';
import { ConnectionFailed, type GuardedProcess } from '@moorage/egress';
import type { Circumstances } from './classify-failure';
import type { CommandRun } from './command-run';
import type { RpcMessage } from './pipe-transport';
import { PipedConnection } from './piped-connection';

/** Lines that are no messages, before we stop listening. Many a program greets on the wrong stream. */
const MOST_NOISE = 100;

/** MCP over the standard input and output of a command, a message on each line. */
export class StdioConnection extends PipedConnection {
  #process: GuardedProcess | undefined;
  #over: Promise<ConnectionFailed> = new Promise(() => undefined);
  #noise = 0;
  #messages = 0;

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
    this.#over = this.#endOf(this.#process);
  }

  /** The process stays: whoever started the attempt ends it. */
  async leave(goodbye: () => Promise<void>): Promise<void> {
    await goodbye().catch(() => undefined);
  }

  /** What the command complained about is nearly always the reason. */
  override explained(failure: Failure): Failure {
    return failure.code === 'CANCELLED' || !this.#process ? failure : quoting(failure, this.#process.lastWords());
  }

  protected over(): Promise<ConnectionFailed> {
    return this.#over;
  }

  protected late(): ConnectionFailed {
    return new ConnectionFailed('COMMAND_TIMEOUT');
  }

  protected async post(message: RpcMessage): Promise<void> {
    this.#process?.write(JSON.stringify(traced(message, this.call.traceparent)));
  }

  #endOf(process: GuardedProcess): Promise<ConnectionFailed> {
    const tooNoisy = new Promise<ConnectionFailed>((resolve) => {
      process.listen((line) => {
        if (this.receive(line)) this.#messages += 1;
        else if (this.#heardNoise(process, line)) resolve(new ConnectionFailed('COMMAND_NOT_MCP'));
      });
    });
    // One that prints its usage and goes has never meant to speak MCP.
    const ended = process.over.then((reason) => (process.succeeded && this.#noise > 0 && this.#messages === 0 ? new ConnectionFailed('COMMAND_NOT_MCP') : reason));
    return Promise.race([ended, tooNoisy]);
  }

  /** Whether that is enough. */
  #heardNoise(process: GuardedProcess, line: string): boolean {
    process.note(line);
    this.#noise += 1;
    return this.#noise > MOST_NOISE;
  }
}

/** With the trace context where requests carry a `_meta`, which only revision 2026-07-28 demands of every one. */
function traced(message: RpcMessage, traceparent: string | undefined): RpcMessage {
  const { params } = message;
  if (!traceparent || !isPlainObject(params) || !isPlainObject(params._meta)) return message;
  return { ...message, params: { ...params, _meta: { ...params._meta, traceparent } } };
}
