import type { McpCommand } from '@moorage/domain';
import type { GuardedProcess, GuardedProcesses } from '@moorage/egress';
import type { Confidence } from './mcp-connection';
import { CREDENTIAL_NAME, isRandom } from './sent-credentials';
import { ANSWER_BYTES, STREAM_BYTES } from './sdk-settings';

/** Of a value that only its name makes a secret: shorter ones are words that stand in many a text. */
const SHORTEST = 6;

/** A command in the clear: lives only as long as one attempt. */
interface OpenedCommand extends Confidence {
  argv: string[];
  env: Record<string, string>;
  shown: string;
}

/** On what terms a command runs. */
export interface RunTerms {
  /** Ends the waiting for a turn. */
  signal: AbortSignal;
  /** What it may print. */
  limits: { lineBytes: number; bytes: number };
}

/** What a command may print that is asked for its tools. */
export const PROBE_LIMITS: RunTerms['limits'] = { lineBytes: ANSWER_BYTES, bytes: STREAM_BYTES };

/**
 * The running command of one attempt. All eras are tried on the same process while it lives: one that is slow to start may then answer
 * the second question instead of starting anew.
 */
export class CommandRun {
  readonly told: Confidence;
  /** Whether the process was asked in another era before: what that did to it is not its fault. */
  isShared = false;
  readonly #command: OpenedCommand;
  readonly #started: Promise<GuardedProcess>[] = [];
  #present: GuardedProcess | undefined;

  constructor(
    private readonly processes: GuardedProcesses,
    command: McpCommand,
    private readonly terms: RunTerms,
  ) {
    this.#command = opened(command);
    this.told = this.#command;
  }

  /** The process to talk to, started when there is none. */
  async process(): Promise<GuardedProcess> {
    this.isShared = this.#present?.alive === true;
    if (this.#present && this.isShared) return this.#present;
    // Its turn is given back first: attempts that hold one while they wait for another would wait for each other.
    await this.#present?.end();
    const { argv, env, shown, confidential: secrets } = this.#command;
    const starting = this.processes.start({ argv, env, shown, secrets, signal: this.terms.signal, ...this.terms.limits });
    this.#started.push(starting);
    return (this.#present = await starting);
  }

  /** Ends all that was started, and what is about to start. */
  async end(): Promise<void> {
    await Promise.all(this.#started.map((starting) => starting.then((process) => process.end(), () => undefined)));
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
