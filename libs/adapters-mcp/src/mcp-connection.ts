import type { Failure, ServerSighting, StageTimings } from '@moorage/domain';
import type { Transport as Transport2026 } from '@modelcontextprotocol/client';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Circumstances } from './classify-failure';

/** What the SDK of the 2025 era sends its messages through. */
export interface Transport2025 extends Transport {
  /** The revision that was agreed on. */
  protocolVersion?: string | undefined;
  /** Where there is a session to end. */
  terminateSession?(): Promise<void>;
}

/** What no server may repeat. */
export interface Confidence {
  /** What must not come back in a message. */
  confidential: string[];
  /** Those words of it that are secret for certain: no tool of the server may hold one. */
  credentials: string[];
}

/**
 * One attempt to talk to one server in one era: what was seen of the server on the way, and the first error, which is preferred to
 * what an SDK makes of it.
 */
export abstract class McpConnection {
  readonly sighting: ServerSighting = { timings: {} };
  /** What is under way; failures are reported there. */
  stage: Circumstances['stage'] = 'handshake';
  firstError: unknown;
  /** How long an answer may take to begin; when absent, as long as the signal lets it. */
  patienceMs: number | undefined;
  /** Whether the server was asked before it has answered what came before: a failure may be due to that. */
  hurried = false;
  /** The length of all answers so far. */
  answeredBytes = 0;

  constructor(readonly told: Confidence) {}

  abstract get circumstances(): Circumstances;
  abstract transport2025(): Transport2025;
  abstract transport2026(): Transport2026;

  /** Ends the attempt, saying goodbye if there is something to say. */
  abstract leave(goodbye: () => Promise<void>): Promise<void>;

  /** Waits for answers that the SDK was not kept waiting for. Rejects as those requests would have. */
  async heard(): Promise<void> {}

  /** A failure with whatever this connection knows about its cause. */
  explained(failure: Failure): Failure {
    return failure;
  }

  /** Runs one stage, and notes how long it took when it succeeds; opening connections does not count, it has timings of its own. */
  async timed<T>(name: 'handshakeMs' | 'listToolsMs', work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const opening = this.#openingMs();
    const done = await work();
    this.sighting.timings[name] = rounded(Math.max(0, performance.now() - started - (this.#openingMs() - opening)));
    return done;
  }

  /** Notes what opening a connection took, if this is the first. */
  protected note(timings: StageTimings): void {
    for (const name of ['dnsMs', 'connectMs', 'tlsMs'] as const) {
      const ms = timings[name];
      if (ms !== undefined) this.sighting.timings[name] ??= rounded(ms);
    }
  }

  #openingMs(): number {
    const { dnsMs = 0, connectMs = 0, tlsMs = 0 } = this.sighting.timings;
    return dnsMs + connectMs + tlsMs;
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
