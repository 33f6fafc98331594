import { invariant, type Failure, type Log, type McpEra, type McpTarget, type ProbeLimits, type ServerType, type ToolListing } from '@moorage/domain';
import { ConnectionFailed, noteUnforeseen, type GuardedHttp, type GuardedProcesses } from '@moorage/egress';
import { classifyFailure, type Circumstances } from './classify-failure';
import { CommandRun, PROBE_LIMITS } from './command-run';
import { visit2025 } from './era-2025';
import { visit2026 } from './era-2026';
import { ERAS, isDoubtful, mayHelp, telling, timingsOf } from './eras-to-try';
import { HttpConnection, type Pace } from './http-connection';
import { addressOf, type McpAddress } from './mcp-address';
import type { Confidence, McpConnection } from './mcp-connection';
import { SseConnection } from './sse-connection';
import { StdioConnection } from './stdio-connection';
import { StrictServers } from './strict-servers';
import { secretsOf } from './target-secrets';
import { withinLimits } from './within-limits';
import { withinTime } from './within-time';

/** Characters of what may be confidential, but need not be. */
const SHORT = 5;

/** What one reading goes by. */
interface Call {
  serverType: ServerType;
  /** Set for servers that are reached over HTTP. */
  address?: McpAddress;
  /** Set for those that are run. */
  run?: CommandRun;
  signal: AbortSignal;
  deadlineMs: number;
  pace: Pace;
  traceparent?: string | undefined;
}

/** One try in one era, which the server may be known to speak. */
interface Try {
  era: McpEra;
  known: boolean;
}

/**
 * Reads what an MCP server says of itself and its tools, in whichever era it speaks. Both ports of this library are made of it.
 * An unknown server is asked in the newer era first; a remembered era is believed until the server contradicts.
 * Never rejects. Closing words to a server are sent, and commands ended, after the answer was given back; `close` waits for that.
 */
export class McpReader {
  readonly #farewells = new Set<Promise<void>>();
  readonly #strict = new StrictServers();

  constructor(
    private readonly http: GuardedHttp,
    private readonly processes: GuardedProcesses,
    private readonly log: Log,
  ) {}

  /** In a hurry unless told otherwise: then a server that makes up its list when it hears that a client is ready may not have heard yet. */
  async read(target: McpTarget, limits: ProbeLimits, pace: Pace = 'hurried'): Promise<ToolListing> {
    try {
      return await withinLimits(limits, (signal) => this.#inSomeEra({ ...this.#callOf(target, signal, limits), pace }, target.era));
    } catch (error) {
      return failed(this.#failureOf(error, { host: '', stage: 'configuration', withCredentials: false, inSession: false }, { secrets: secretsOf(target), ...limits }));
    }
  }

  /** Waits until the last closing words were sent and the last command has ended; that takes three seconds at most. */
  async close(): Promise<void> {
    await Promise.all(this.#farewells);
  }

  #callOf(target: McpTarget, signal: AbortSignal, { deadlineMs, traceparent }: ProbeLimits): Omit<Call, 'pace'> {
    const { serverType, command } = target;
    const common = { serverType, signal, deadlineMs, traceparent };
    if (serverType !== 'stdio') return { ...common, address: addressOf(target) };
    if (!command) throw new ConnectionFailed('COMMAND_MISSING');
    return { ...common, run: new CommandRun(this.processes, command, { signal, limits: PROBE_LIMITS }) };
  }

  async #inSomeEra(call: Call, hint: McpEra | undefined): Promise<ToolListing> {
    const usual = ERAS[call.serverType];
    const known = hint !== undefined && usual.includes(hint) ? hint : undefined;
    const eras = known ? [known, ...usual.filter((era) => era !== known)] : usual;
    const tries: ToolListing[] = [];
    let told: ToolListing | undefined;
    try {
      for (const era of eras) {
        if (!mayHelp(era, tries)) continue;
        const listing = await this.#inEra(call, { era, known: era === known });
        tries.push(listing);
        told = told ? telling(told, listing, era) : listing;
        if (!isDoubtful(listing) || call.signal.aborted) break;
      }
    } finally {
      if (call.run) this.#farewell(call.run.end());
    }
    invariant(told, 'an unknown server is asked in at least one era');
    return { ...told, timings: timingsOf(tries, told) };
  }

  /**
   * Once more, and patiently, where a session is lost at once, as when another copy of the server was asked, where a command ends that
   * was asked in another era before, and where something fails in a hurry. That is reported, unless time runs out meanwhile.
   */
  async #inEra(call: Call, attempt: Try): Promise<ToolListing> {
    const connection = this.#connection(call, attempt.era, this.#strict.includes(call.address) ? 'patient' : call.pace);
    const listing = await this.#visit(connection, call, attempt);
    const code = listing.failure?.code;
    const hurried = connection.hurried && listing.failure;
    if (hurried && call.signal.aborted) {
      // It may have swallowed what came too early; there is no time to find out, but the next one will have it.
      this.#strict.add(call.address);
      return listing;
    }
    if (!hurried && code !== 'SESSION_LOST' && !(code === 'COMMAND_ENDED' && call.run?.isShared)) return listing;
    const again = await this.#visit(this.#connection(call, attempt.era, 'patient'), call, attempt);
    if (hurried && !again.failure) this.#strict.add(call.address);
    return hurried && isLate(again, call.signal) ? listing : again;
  }

  async #visit(connection: McpConnection, call: Call, { era, known }: Try): Promise<ToolListing> {
    const visit = era === '2026' ? visit2026(connection, known, call.deadlineMs / 2) : visit2025(connection, era);
    try {
      return { ...(await withinTime(visit.tools(), call.signal)), ...connection.sighting };
    } catch (error) {
      return { ...connection.sighting, failure: connection.explained(this.#failureOf(connection.firstError ?? error, connection.circumstances, { secrets: secretsIn(connection.told), ...call })) };
    } finally {
      this.#farewell(connection.leave(visit.goodbye));
    }
  }

  #failureOf(error: unknown, circumstances: Circumstances, { secrets, traceparent }: { secrets: string[]; traceparent?: string | undefined }): Failure {
    const failure = classifyFailure(error, circumstances);
    if (failure.code === 'UNEXPECTED') noteUnforeseen(this.log, error, { about: { stage: failure.stage }, secrets, traceparent });
    return failure;
  }

  #connection(call: Call, era: McpEra, pace: Pace): McpConnection {
    const { address, run, serverType, deadlineMs } = call;
    if (run) return new StdioConnection(run, call);
    invariant(address, 'a server that is not run has an address');
    if (era !== '2024') return new HttpConnection(this.http, { ...call, address }, pace);
    // Where it is only a guess, time must be left for others.
    return new SseConnection(this.http, { ...call, address }, serverType === 'sse' ? undefined : deadlineMs / 2);
  }

  #farewell(leaving: Promise<void>): void {
    this.#farewells.add(leaving);
    void leaving.finally(() => this.#farewells.delete(leaving));
  }
}

function isLate({ failure: reason }: ToolListing, signal: AbortSignal): boolean {
  return reason !== undefined && reason.code !== 'CANCELLED' && signal.aborted;
}

/** The same of an open connection; words as short as the path `/mcp` are no secrets. */
function secretsIn({ credentials, confidential }: Confidence): string[] {
  return [...credentials, ...confidential.filter(({ length }) => length > SHORT)];
}

function failed(reason: Failure): ToolListing {
  return { timings: {}, failure: reason };
}
