import { failure, FAILURE_STAGES, type Failure, type FailureCode, type McpEra, type McpTarget, type ProbeLimits, type ToolListing } from '@moorage/domain';
import { ConnectionFailed, type GuardedHttp } from '@moorage/egress';
import { classifyFailure } from './classify-failure';
import { visit2025 } from './era-2025';
import { visit2026 } from './era-2026';
import { addressOf, type McpAddress } from './mcp-address';
import { McpConnection } from './mcp-connection';

/** Failures that a server of the other era shows when it is spoken to in this one. */
const ERA_DOUBTS = new Set<FailureCode>(['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'REQUEST_REFUSED', 'SERVER_ERROR', 'SERVER_REPORTED_ERROR', 'PROTOCOL_VERSION_NOT_SUPPORTED', 'INVALID_ANSWER', 'NOT_MCP', 'RESPONSE_TIMEOUT', 'NO_TOOLS']);

interface Call {
  address: McpAddress;
  signal: AbortSignal;
  deadlineMs: number;
}

/** One try in one era, which the server may be known to speak. */
interface Try {
  era: McpEra;
  known: boolean;
}

/**
 * Reads what an MCP server says of itself and its tools, in whichever era it speaks. Both ports of this library are made of it.
 * An unknown server is asked in the newer era first; a remembered era is believed until the server contradicts.
 * Never rejects. Closing words to a server are sent after the answer was given back; `close` waits for them.
 */
export class McpReader {
  readonly #farewells = new Set<Promise<void>>();

  constructor(private readonly http: GuardedHttp) {}

  async read(target: McpTarget, limits: ProbeLimits): Promise<ToolListing> {
    if (target.serverType !== 'http') return failed(failure('TRANSPORT_NOT_SUPPORTED', { type: target.serverType }));
    const stop = new AbortController();
    const cancel = () => stop.abort(new ConnectionFailed('CANCELLED'));
    const deadline = setTimeout(() => stop.abort(), limits.deadlineMs);
    limits.signal?.addEventListener('abort', cancel);
    if (limits.signal?.aborted) cancel();
    try {
      return await this.#inEitherEra({ address: addressOf(target), signal: stop.signal, deadlineMs: limits.deadlineMs }, target.era);
    } catch (error) {
      return failed(classifyFailure(error, { host: '', stage: 'configuration', withCredentials: false, inSession: false }));
    } finally {
      clearTimeout(deadline);
      limits.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Waits until the last closing words were sent; that takes two seconds at most. */
  async close(): Promise<void> {
    await Promise.all(this.#farewells);
  }

  async #inEitherEra(call: Call, hint: McpEra | undefined): Promise<ToolListing> {
    const first = await this.#inEra(call, { era: hint ?? '2026', known: hint !== undefined });
    if (!isDoubtful(first) || call.signal.aborted) return first;
    const second = await this.#inEra(call, { era: hint === '2025' ? '2026' : '2025', known: false });
    const timings = { ...first.timings, handshakeMs: undefined, listToolsMs: undefined, ...second.timings };
    return { ...(second.failure ? further(first, second) : second), timings: present(timings) };
  }

  /** A session that is lost at once, because another copy of the server was asked perhaps, is opened once more. */
  async #inEra(call: Call, attempt: Try): Promise<ToolListing> {
    const listing = await this.#visit(call, attempt);
    return listing.failure?.code === 'SESSION_LOST' ? this.#visit(call, attempt) : listing;
  }

  async #visit({ address, signal, deadlineMs }: Call, { era, known }: Try): Promise<ToolListing> {
    const connection = new McpConnection(this.http, address, signal);
    const visit = era === '2025' ? visit2025(connection) : visit2026(connection, known, deadlineMs / 2);
    try {
      return { ...(await visit.tools()), ...connection.sighting };
    } catch (error) {
      return { ...connection.sighting, failure: classifyFailure(connection.firstError ?? error, connection.circumstances) };
    } finally {
      this.#farewell(connection.leave(visit.goodbye));
    }
  }

  #farewell(leaving: Promise<void>): void {
    this.#farewells.add(leaving);
    void leaving.finally(() => this.#farewells.delete(leaving));
  }
}

/**
 * Of two tries that failed, the one that came further; of two that came equally far, the later. A server that was recognised is
 * believed, and so is a failure that has nothing to do with the era: the doubt about the first try must not hide it.
 */
function further(first: ToolListing, second: ToolListing): ToolListing {
  return isDoubtful(second) && rank(first) > rank(second) ? first : second;
}

function isDoubtful({ failure: reason, era }: ToolListing): boolean {
  return reason !== undefined && era === undefined && ERA_DOUBTS.has(reason.code);
}

function rank({ failure: reason }: ToolListing): number {
  return reason ? FAILURE_STAGES.indexOf(reason.stage) : FAILURE_STAGES.length;
}

function failed(reason: Failure): ToolListing {
  return { timings: {}, failure: reason };
}

function present<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
