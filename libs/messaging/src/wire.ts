import { isPlainObject, type Caller, type ErrorCode, type JsonObject } from '@moorage/domain';
import { EncodedReply } from './encoded-reply';

/** Headers of a request. Their names are ours to choose except `traceparent`, which W3C Trace Context fixes. */
export const HEADERS = {
  trace: 'traceparent',
  /** Milliseconds that remain until the caller gives up. Not an instant: the clocks of two machines differ. */
  remaining: 'Moorage-Remaining-Ms',
  /** On a message without content, to where an answer is awaited: it is still being worked on. */
  working: 'Moorage-Working',
} as const;

/**
 * Where every instance of a service hears that a caller has given up. The payload is the subject on which it waited for the reply,
 * as JSON: nobody else has that one.
 */
export function cancelSubject(service: string): string {
  return `${service}.calls.cancel.v1`;
}

/** Payload of a request. */
export interface Question {
  caller?: Caller;
  request: object;
}

/** Payload of a reply. */
export type Answer = { ok: true; reply: object } | { ok: false; error: Refusal };

/** All of a `MoorageError` that crosses a process boundary. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  details: JsonObject;
}

/** Payload of a message that carries frames of a stream. What goes back is the number of frames taken so far, as JSON, or nothing: nobody reads. */
export interface Frames {
  /** How many frames came before these. */
  first: number;
  frames: object[];
  /** Only in the last message: the frames end, or are ended by an error. */
  end?: true | Refusal;
}

export type Bytes = Uint8Array;

export function encode(value: unknown): Bytes {
  return Buffer.from(JSON.stringify(value));
}

/** How an answer that holds a reply begins, up to the reply. */
const WITH_REPLY = Buffer.from('{"ok":true,"reply":');
const END = Buffer.from('}');

export function encodeAnswer(answer: Answer): Bytes {
  return answer.ok && answer.reply instanceof EncodedReply ? Buffer.concat([WITH_REPLY, answer.reply.json, END]) : encode(answer);
}

/** The JSON of the reply in an answer, cut out of it; `null` when there is none or it is written in another way. */
export function replyIn(bytes: Bytes): Buffer | null {
  const answer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return answer.subarray(0, WITH_REPLY.length).equals(WITH_REPLY) ? answer.subarray(WITH_REPLY.length, -1) : null;
}

/** `Frames` of which everything is JSON already. */
export function encodeFrames(first: number, frames: readonly string[], end?: string): Bytes {
  return Buffer.from(`{"first":${first},"frames":[${frames.join(',')}]${end === undefined ? '' : `,"end":${end}`}}`);
}

/** What a payload says of a stream; `null` when it is none of ours. */
export function readFrames(bytes: Bytes): Frames | null {
  const said = decode(bytes);
  if (!isPlainObject(said)) return null;
  const { first, frames, end } = said;
  const whole = Number.isInteger(first) && Array.isArray(frames) && frames.every(isPlainObject);
  return whole && (end === undefined || end === true || isPlainObject(end)) ? (said as unknown as Frames) : null;
}

/** The JSON value in a payload; `undefined`, which JSON cannot say, when there is none. */
export function decode(bytes: Bytes): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return undefined;
  }
}
