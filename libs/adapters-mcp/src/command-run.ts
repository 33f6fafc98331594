import type { McpCommand } from '@moorage/domain';
import type { GuardedProcess, GuardedProcesses } from '@moorage/egress';
import type { Confidence } from './mcp-connection';
import { MESSAGE_BYTES } from './piped-connection';
import { CREDENTIAL_NAME, isRandom } from './sent-credentials';
import { STREAM_BYTES } from './sdk-settings';

/** Of a value that only its name makes a secret: shorter ones are words that stand in many a text. */
const SHORTEST = 6;

/** A command in the clear: lives only as long as one attempt. */
interface OpenedCommand extends Confidence {
  argv: string[];
  env: Record<string, string>;
  shown: string;
}

/**
 * The running command of one attempt. Both eras may be tried on the same process while it lives and answers; a new one takes the place
 * of one that does not.
 */
export class CommandRun {
  readonly told: Confidence;
  readonly #command: OpenedCommand;
  readonly #all: GuardedProcess[] = [];
  #present: GuardedProcess | undefined;

  constructor(
    private readonly processes: GuardedProcesses,
    command: McpCommand,
    private readonly signal: AbortSignal,
  ) {
    this.#command = opened(command);
    this.told = this.#command;
  }

  /** The process to talk to, started when there is none. */
  async process(): Promise<GuardedProcess> {
    if (this.#present?.alive) return this.#present;
    const { argv, env, shown, confidential: secrets } = this.#command;
    const process = await this.processes.start({ argv, env, shown, secrets, signal: this.signal, lineBytes: MESSAGE_BYTES, bytes: STREAM_BYTES });
    this.#all.push(process);
    return (this.#present = process);
  }

  /** The process did not answer: whoever asks next gets a new one. */
  retire(): void {
    this.#present = undefined;
  }

  /** Ends all that was started. */
  async end(): Promise<void> {
    await Promise.all(this.#all.map((process) => process.end()));
  }
}

function opened({ argv: words, env: variables, shown, credentials: secrets }: McpCommand): OpenedCommand {
  const argv = words.map((word) => word.reveal());
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.reveal()]));
  const known = secrets.map((secret) => secret.reveal());
  const named = Object.entries(env).flatMap(([name, value]) => (CREDENTIAL_NAME.test(name) && value.length >= SHORTEST ? [value] : []));
  const chance = [...argv, ...Object.values(env)].flatMap((text) => text.split(/[\s;,=/:@]+/)).filter(isRandom);
  const certain = [...new Set([...known, ...chance])].filter((secret) => secret.length >= SHORTEST);
  return { argv, env, shown, confidential: [...new Set([...known, ...named, ...chance])], credentials: certain };
}
