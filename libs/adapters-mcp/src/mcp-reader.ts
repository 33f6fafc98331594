import { FAILURE_STAGES, invariant, type Failure, type FailureCode, type McpEra, type McpTarget, type ProbeLimits, type ServerType, type StageTimings, type ToolListing } from '@moorage/domain';
import { ConnectionFailed, type GuardedHttp, type GuardedProcesses } from '@moorage/egress';
import { classifyFailure } from './classify-failure';
import { CommandRun } from './command-run';
import { visit2025 } from './era-2025';
import { visit2026 } from './era-2026';
import { HttpConnection } from './http-connection';
import { addressOf, type McpAddress } from './mcp-address';
import type { McpConnection } from './mcp-connection';
import { SseConnection } from './sse-connection';
import { StdioConnection } from './stdio-connection';

/** The eras that may be spoken over a transport, in the order in which an unknown server is asked. */
const ERAS: Readonly<Record<ServerType, readonly McpEra[]>> = { http: ['2026', '2025', '2024'], sse: ['2024'], stdio: ['2026', '2025'] };

/** Failures that a server of another era shows when it is spoken to in this one. */
const ERA_DOUBTS = new Set<FailureCode>(['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'REQUEST_REFUSED', 'SERVER_ERROR', 'SERVER_REPORTED_ERROR', 'PROTOCOL_VERSION_NOT_SUPPORTED', 'INVALID_ANSWER', 'NOT_MCP', 'RESPONSE_TIMEOUT', 'NO_TOOLS', 'COMMAND_ENDED', 'COMMAND_TIMEOUT', 'COMMAND_NOT_MCP']);

/** How a server that takes no POST at its address refuses one: it may be one of those that are reached over HTTP+SSE. */
const NO_POST = new Set<FailureCode>(['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'REQUEST_REFUSED']);

/** Failures of a GET that say more about the server than that it refused a POST. */
const TELLING = new Set<FailureCode>(['HTML_PAGE', 'AUTHENTICATION_REQUIRED', 'AUTHENTICATION_FAILED', 'ACCESS_DENIED', 'PERMISSION_DENIED', 'RATE_LIMITED_BY_SERVER', 'MESSAGES_ELSEWHERE', 'CANCELLED']);

/** What one reading goes by. */
interface Call {
  serverType: ServerType;
  /** Set for servers that are reached over HTTP. */
  address?: McpAddress;
  /** Set for those that are run. */
  run?: CommandRun;
  signal: AbortSignal;
  deadlineMs: number;
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

  constructor(
    private readonly http: GuardedHttp,
    private readonly processes: GuardedProcesses,
  ) {}

  async read(target: McpTarget, limits: ProbeLimits): Promise<ToolListing> {
    const stop = new AbortController();
    const cancel = () => stop.abort(new ConnectionFailed('CANCELLED'));
    const deadline = setTimeout(() => stop.abort(), limits.deadlineMs);
    limits.signal?.addEventListener('abort', cancel);
    if (limits.signal?.aborted) cancel();
    try {
      return await this.#inSomeEra(this.#callOf(target, stop.signal, limits), target.era);
    } catch (error) {
      return failed(classifyFailure(error, { host: '', stage: 'configuration', withCredentials: false, inSession: false }));
    } finally {
      clearTimeout(deadline);
      limits.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Waits until the last closing words were sent and the last command has ended; that takes three seconds at most. */
  async close(): Promise<void> {
    await Promise.all(this.#farewells);
  }

  #callOf(target: McpTarget, signal: AbortSignal, { deadlineMs, traceparent }: ProbeLimits): Call {
    const { serverType, command } = target;
    const common = { serverType, signal, deadlineMs, traceparent };
    if (serverType !== 'stdio') return { ...common, address: addressOf(target) };
    if (!command) throw new ConnectionFailed('COMMAND_MISSING');
    return { ...common, run: new CommandRun(this.processes, command, signal) };
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
    return { ...told, timings: { ...Object.assign({}, ...tries.map(openingOf)), ...stagesOf(told) } };
  }

  /** A session that is lost at once, because another copy of the server was asked perhaps, is opened once more. */
  async #inEra(call: Call, attempt: Try): Promise<ToolListing> {
    const listing = await this.#visit(call, attempt);
    return listing.failure?.code === 'SESSION_LOST' ? this.#visit(call, attempt) : listing;
  }

  async #visit(call: Call, { era, known }: Try): Promise<ToolListing> {
    const connection = this.#connection(call, era);
    const visit = era === '2026' ? visit2026(connection, known, call.deadlineMs / 2) : visit2025(connection, era);
    try {
      return { ...(await withinTime(visit.tools(), call.signal)), ...connection.sighting };
    } catch (error) {
      return { ...connection.sighting, failure: connection.explained(classifyFailure(connection.firstError ?? error, connection.circumstances)) };
    } finally {
      this.#farewell(connection.leave(visit.goodbye));
    }
  }

  #connection(call: Call, era: McpEra): McpConnection {
    const { address, run, serverType, deadlineMs } = call;
    if (run) return new StdioConnection(run, call);
    invariant(address, 'a server that is not run has an address');
    if (era !== '2024') return new HttpConnection(this.http, { ...call, address });
    // Where it is only a guess, time must be left for others.
    return new SseConnection(this.http, { ...call, address }, serverType === 'sse' ? undefined : deadlineMs / 2);
  }

  #farewell(leaving: Promise<void>): void {
    this.#farewells.add(leaving);
    void leaving.finally(() => this.#farewells.delete(leaving));
  }
}

/** Whether a try in this era is worth its time after what others have shown: HTTP+SSE only where no POST was taken, and then at once where none ever is. */
function mayHelp(era: McpEra, tries: ToolListing[]): boolean {
  const codes = tries.flatMap(({ failure: reason }) => reason?.code ?? []);
  if (era === '2024') return codes.every((code) => NO_POST.has(code));
  return era === '2026' || tries.length !== 1 || codes[0] !== 'METHOD_NOT_ALLOWED';
}

/**
 * Of what two tries have found, what tells more. A server that was recognised is believed. Of two tries that failed, the one that came
 * further; of two that came equally far, the later. A failure that has nothing to do with the era is believed, too: the doubt about
 * the first try must not hide it. Over HTTP+SSE, which hardly any server speaks, that is true of few.
 */
function telling(first: ToolListing, second: ToolListing, era: McpEra): ToolListing {
  if (!second.failure || second.era) return second;
  if (era === '2024') return TELLING.has(second.failure.code) ? second : first;
  return isDoubtful(second) && rank(first) > rank(second) ? first : second;
}

function isDoubtful({ failure: reason, era }: ToolListing): boolean {
  return reason !== undefined && era === undefined && ERA_DOUBTS.has(reason.code);
}

function rank({ failure: reason }: ToolListing): number {
  return reason ? FAILURE_STAGES.indexOf(reason.stage) : FAILURE_STAGES.length;
}

/** How long an SDK may take to notice that its time is up. */
const GRACE_MS = 100;

/** A net below the waits that are all bounded one by one: an SDK must not be able to wait for what will never come. */
async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  let fall = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    fall = () => (grace = setTimeout(() => reject(signal.reason instanceof ConnectionFailed ? signal.reason : new ConnectionFailed('RESPONSE_TIMEOUT')), GRACE_MS));
    signal.addEventListener('abort', fall);
    if (signal.aborted) fall();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', fall);
  }
}

/** What was opened for a try stays open for the next, so these stages are those of all tries together. */
function openingOf({ timings: { dnsMs, connectMs, tlsMs } }: ToolListing): StageTimings {
  return present({ dnsMs, connectMs, tlsMs });
}

function stagesOf({ timings: { handshakeMs, listToolsMs } }: ToolListing): StageTimings {
  return present({ handshakeMs, listToolsMs });
}

function failed(reason: Failure): ToolListing {
  return { timings: {}, failure: reason };
}

function present(values: { [name in keyof StageTimings]: number | undefined }): StageTimings {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
