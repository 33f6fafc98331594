import { saying, Secret, type ActorFailure } from '@moorage/domain';
import { ConnectionFailed, plainWords, type GuardedProcess, type GuardedProcesses, type ProcessOrder } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';
import { messageIn, type AirbyteMessage } from './airbyte-message';
import { failureOfCommand } from './failure-of-command';

/** Lines that are no messages, before a connector that has sent none is given up. */
const MOST_NOISE = 1_000;
/** How long a connector that has answered may take to end by itself: what it hands over then would be lost otherwise. */
const LEAVE_MS = 1_000;
/** Messages that wait to be taken, before the connector has to wait. */
const MOST_WAITING = 100;
/** Of what a connector says to people: more is not looked at. */
const MOST_WORDS = 16 * 1024;

const TRACED = { config_error: 'CONNECTOR_REFUSED', system_error: 'CONNECTOR_FAILED', transient_error: 'CONNECTOR_INTERRUPTED' } as const;

/** One command that runs for one verb, and all that it says. It ends when the signal of its order is aborted, and then leaves nothing behind. */
export class ProcessRun {
  /** The configuration that the connector wants to be kept instead. */
  replacement: Secret | undefined;
  /** How many lines were no messages. */
  noise = 0;
  #messages = 0;
  #complaint: ActorFailure | undefined;
  #onMessage: (message: AirbyteMessage) => void = () => undefined;
  /** Settles when nothing more will be heard, with the reason. */
  readonly #over: Promise<ConnectionFailed | 'noise' | 'aborted'>;

  private constructor(
    private readonly process: GuardedProcess,
    private readonly order: ProcessOrder,
  ) {
    const aborted = new Promise<'aborted'>((resolve) => order.signal.addEventListener('abort', () => resolve('aborted')));
    void aborted.then(() => process.end());
    const noisy = new Promise<'noise'>((resolve) => process.listen((line) => this.#hear(line) || resolve('noise')));
    this.#over = Promise.race([aborted, noisy, process.over]);
    process.endInput();
  }

  /** Starts the command when it is its turn. Rejects with a `ConnectionFailed`. */
  static async start(processes: GuardedProcesses, order: ProcessOrder): Promise<ProcessRun> {
    return new ProcessRun(await processes.start(order), order);
  }

  /** The first message that is an answer; throws an `ActorFailed` when none comes. How it ends after it has answered does not matter. */
  async answer<T extends AirbyteMessage>(isAnswer: (message: AirbyteMessage) => message is T): Promise<T> {
    let answer: T | undefined;
    const answered = new Promise<void>((resolve) => {
      this.#onMessage = (message) => {
        if (!isAnswer(message) || answer) return;
        answer = message;
        resolve();
      };
    });
    await Promise.race([answered, this.#over]);
    if (answer) await this.#left();
    else throw new ActorFailed(this.#whyOver(await this.#over) ?? this.#silence());
    return answer;
  }

  /** All messages as they come; throws an `ActorFailed` behind the last when that was not the end. The connector waits while they are not taken. */
  async *messages(): AsyncIterable<AirbyteMessage> {
    let waiting: AirbyteMessage[] = [];
    let wake = (): void => undefined;
    let reason: ConnectionFailed | 'noise' | 'aborted' | undefined;
    this.#onMessage = (message) => {
      waiting.push(message);
      if (waiting.length >= MOST_WAITING) this.process.pause();
      wake();
    };
    void this.#over.then((why) => ((reason = why), wake()));
    while (waiting.length > 0 || !reason) {
      const taken = waiting;
      waiting = [];
      yield* taken;
      this.process.resume();
      if (waiting.length === 0 && !reason) await new Promise<void>((resolve) => (wake = resolve));
    }
    const failure = this.#whyOver(reason);
    if (failure) throw new ActorFailed(failure);
  }

  /** What the connector says to people: without secrets, and on one line. */
  words(text: string): string {
    const { secrets } = this.order;
    return plainWords(text.length > MOST_WORDS ? text.slice(0, text.lastIndexOf(' ', MOST_WORDS)) : text, secrets);
  }

  /** Whether it goes on. */
  #hear(line: string): boolean {
    const message = messageIn(line);
    if (!message) {
      this.process.note(line);
      this.noise += 1;
      return this.noise < MOST_NOISE || this.#messages > 0;
    }
    this.#messages += 1;
    if (message.type === 'CONFIGURATION') this.replacement = Secret.of(JSON.stringify(message.configuration));
    if (message.type === 'COMPLAINT') this.process.note(message.words);
    if (message.type === 'ERROR') this.#complaint ??= saying(failureOfCommand(TRACED[message.failureType]), this.words(message.words));
    this.#onMessage(message);
    return true;
  }

  async #left(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, LEAVE_MS)));
    await Promise.race([this.#over, patience]).finally(() => clearTimeout(timer));
  }

  /** Why it is over, in the words of whoever knows best; nothing when it ended as if all was well. */
  #whyOver(reason: ConnectionFailed | 'noise' | 'aborted'): ActorFailure | undefined {
    const { reason: cause } = this.order.signal as { reason: unknown };
    if (reason === 'aborted' && cause instanceof ConnectionFailed) return failureOfCommand(cause.failure.code);
    if (this.#complaint) return this.#complaint;
    if (this.process.wasTooLarge) return failureOfCommand('MEMORY_EXCEEDED', { limit: `${Math.round((this.order.memoryBytes ?? 0) / 1024 / 1024)} MiB` });
    if (reason === 'aborted') return this.#quoted(failureOfCommand('COMMAND_TIMEOUT'));
    if (reason === 'noise' || (this.process.succeeded && this.noise > 0 && this.#messages === 0)) return this.#quoted(failureOfCommand('NOT_AIRBYTE'));
    return this.process.succeeded ? undefined : this.#quoted(failureOfCommand(reason.failure.code, reason.facts));
  }

  #silence(): ActorFailure {
    return this.#quoted(failureOfCommand('COMMAND_SILENT'));
  }

  #quoted(failure: ActorFailure): ActorFailure {
    return saying(failure, this.process.lastWords());
  }
}
