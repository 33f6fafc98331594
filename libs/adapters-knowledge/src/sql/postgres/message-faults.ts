/** What is wrong with a message of a server. */
export type MessageFault = 'garbage' | 'unknown authentication';

/** How messages that may be expected must be built. COPY and replication are never asked for. */
const CHECKS: Readonly<Record<string, (body: Buffer) => boolean>> = {
  '1': isEmpty, '2': isEmpty, '3': isEmpty, n: isEmpty, s: isEmpty, I: isEmpty,
  Z: (body) => body.length === 1,
  K: (body) => body.length >= 8,
  A: (body) => body.length > 5 && afterStrings(body, 4, 2) === body.length,
  S: (body) => afterStrings(body, 0, 2) === body.length,
  C: (body) => afterStrings(body, 0, 1) === body.length,
  E: isSoundReport, N: isSoundReport,
  R: isSoundAuthentication,
  T: isSoundDescription,
  t: (body) => body.length >= 2 && body.length === 2 + 4 * body.readUInt16BE(0),
  D: isSoundRow,
};

/** Sizes of requests for authentication: method → size of the body; more than that is allowed for SASL. */
const METHODS: Readonly<Record<number, number>> = { 0: 4, 3: 4, 5: 8, 10: 5, 11: 5, 12: 4 };
const FIRST_SASL = 10;

/** Whether a message may begin with this code at all. */
export function isExpected(code: number): boolean {
  return Object.hasOwn(CHECKS, String.fromCharCode(code));
}

/**
 * What is wrong with a whole message, given its code and what follows its length. The driver trusts the lengths within: some wrong ones
 * would end this process, others would keep it busy for ever.
 */
export function faultOf(code: number, body: Buffer): MessageFault | null {
  const type = String.fromCharCode(code);
  if (type === 'R' && body.length >= 4 && !Object.hasOwn(METHODS, body.readInt32BE(0))) return 'unknown authentication';
  return CHECKS[type]?.(body) ? null : 'garbage';
}

function isEmpty(body: Buffer): boolean {
  return body.length === 0;
}

/** Fields of errors and notices: a code and a text each, and a zero at the end. */
function isSoundReport(body: Buffer): boolean {
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    at = afterStrings(body, at + 1, 1);
    if (at < 0) return false;
  }
  return at === body.length - 1;
}

function isSoundAuthentication(body: Buffer): boolean {
  if (body.length < 4) return false;
  const method = body.readInt32BE(0);
  const size = METHODS[method];
  if (size === undefined) return false;
  if (method === FIRST_SASL) return body.length >= size && body.at(-1) === 0;
  return method > FIRST_SASL ? body.length >= size : body.length === size;
}

function isSoundDescription(body: Buffer): boolean {
  if (body.length < 2) return false;
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const end = afterStrings(body, at, 1);
    if (end < 0) return false;
    at = end + 18;
  }
  return at === body.length && body.readInt16BE(0) >= 0;
}

function isSoundRow(body: Buffer): boolean {
  if (body.length < 2 || body.readInt16BE(0) < 0) return false;
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    if (at + 4 > body.length) return false;
    const size = body.readInt32BE(at);
    if (size < -1) return false;
    at += 4 + Math.max(size, 0);
  }
  return at === body.length;
}

/** Where `count` texts that begin at `from` end; -1 when they do not. */
function afterStrings(body: Buffer, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0; left -= 1) {
    const end = at < body.length ? body.indexOf(0, at) : -1;
    if (end < 0) return -1;
    at = end + 1;
  }
  return at;
}
