import { quoting, type Failure } from '@moorage/domain';
import { ConnectionFailed, type GuardedProcess } from '@moorage/egress';

/** Lines in a row that are no messages, before we stop listening. Many a program greets on the wrong stream. */
const MOST_NOISE = 100;

/** What a running command says, a message on each line, and how that comes to its end. */
export class CommandChannel {
  /** Settles when nothing more will come, with the reason. */
  readonly over: Promise<ConnectionFailed>;
  #noise = 0;
  #messages = 0;

  /** `hear` answers whether a line is a message. */
  constructor(
    private readonly process: GuardedProcess,
    private readonly hear: (line: string) => boolean,
  ) {
    const tooNoisy = new Promise<ConnectionFailed>((resolve) => process.listen((line) => this.#take(line) || resolve(new ConnectionFailed('COMMAND_NOT_MCP'))));
    // One that prints its usage and goes has never meant to speak MCP.
    const ended = process.over.then((reason) => (process.succeeded && this.#noise > 0 && this.#messages === 0 ? new ConnectionFailed('COMMAND_NOT_MCP') : reason));
    this.over = Promise.race([ended, tooNoisy]);
  }

  /** What the command complained about is nearly always the reason. */
  explained(failure: Failure): Failure {
    return failure.code === 'CANCELLED' ? failure : quoting(failure, this.process.lastWords());
  }

  /** Answers whether it may go on like this. */
  #take(line: string): boolean {
    if (this.hear(line)) {
      this.#messages += 1;
      this.#noise = 0;
      return true;
    }
    this.process.note(line);
    this.#noise += 1;
    return this.#noise <= MOST_NOISE;
  }
}
