import { randomFillSync } from 'node:crypto';

/** The W3C trace that a piece of work belongs to. */
export interface Trace {
  /** 32 hex characters, for log lines. */
  id: string;
  /** For whoever is asked next: the same trace, a span of our own. */
  traceparent: string;
}

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;
/** Sampled, and random trace id. The standard has the other bits set to zero. */
const KNOWN_FLAGS = 0b11;

/** Goes on with the trace of a `traceparent`. A malformed one counts as none, as the standard asks; one of a later version is read as ours. */
export function continueTrace(traceparent: string | undefined): Trace | undefined {
  const parent = read(traceparent);
  return parent && traceWith(parent.id, parent.flags);
}

/** The trace id in a `traceparent`. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return read(traceparent)?.id;
}

/** A trace that begins here, and that nobody has asked to record. */
export function startTrace(): Trace {
  return traceWith(randomHex(16), 0);
}

function read(traceparent: string | undefined): { id: string; flags: number } | undefined {
  const [, version, id, flags = '', more] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (id === undefined || (version === '00' && more !== undefined)) return undefined;
  return { id, flags: parseInt(flags, 16) & KNOWN_FLAGS };
}

function traceWith(id: string, flags: number): Trace {
  return { id, traceparent: `00-${id}-${randomHex(8)}-${flags.toString(16).padStart(2, '0')}` };
}

/** Randomness in advance: asking for a few bytes costs as much as asking for many. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
