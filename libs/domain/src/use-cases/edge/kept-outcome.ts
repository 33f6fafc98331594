import type { ErrorCode, ErrorKind } from '../../errors/catalogue';
import { MoorageError } from '../../errors/moorage-error';
import { isPlainObject, type Json, type JsonObject } from '../../model/json';

/** What came of a piece of work: what it answered, or what it rejected with. */
export type Outcome<T> = { body: T } | { error: unknown };

/** An outcome as it is kept: as it was, or why its body could not be, with the id of the thing it was about. */
export type Kept = { body: Json } | { error: { code: ErrorCode; message: string; details: JsonObject } } | { withheld: Withheld; id?: string };
type Withheld = 'secret' | 'size';

/** Longer answers are not kept: a day of them, from everyone, has to fit into the database. */
const MAX_LENGTH = 256 * 1024;

const FINAL: Record<ErrorKind, boolean> = {
  validation: false,
  invalid: false,
  unauthenticated: false,
  forbidden: false,
  not_acceptable: false,
  not_found: true,
  conflict: true,
  too_large: false,
  unsupported_media: false,
  impossible: true,
  rate_limited: false,
  internal: false,
  upstream: false,
  unavailable: false,
  timeout: false,
};

/**
 * Whether a refusal of this kind is the last word on a request. What was not begun, or failed for a reason that passes, is not:
 * the same request may be sent again with the same key, and is then carried out.
 */
export function isFinal(kind: ErrorKind): boolean {
  return FINAL[kind];
}

/** What to keep of an outcome; `null` when the request may be carried out again. */
export function keptOutcome(outcome: Outcome<object>, secret: boolean): Kept | null {
  if ('body' in outcome) return keptBody(outcome.body, secret);
  const { error } = outcome;
  if (!(error instanceof MoorageError) || !isFinal(error.kind)) return null;
  return { error: { code: error.code, message: error.message, details: error.details } };
}

/** The outcome that was kept. Throws `IDEMPOTENCY_ANSWER_NOT_KEPT` when only that there was one is known. */
export function recalled<T>(outcome: Json): Outcome<T> {
  const kept = outcome as Kept;
  if ('withheld' in kept) throw notKept(kept);
  if ('body' in kept) return { body: kept.body as T };
  const { code, message, details } = kept.error;
  return { error: new MoorageError(code, { message, details }) };
}

function keptBody(body: object, secret: boolean): Kept {
  const text = JSON.stringify(body);
  const withheld = secret ? 'secret' : text.length > MAX_LENGTH ? 'size' : null;
  return withheld ? { withheld, ...idOf(body) } : { body: JSON.parse(text) as Json };
}

function idOf(body: object): { id?: string } {
  const id = isPlainObject(body) ? body['id'] : undefined;
  return typeof id === 'string' ? { id } : {};
}

const REASONS: Record<Withheld, string> = {
  secret: 'its answer held a secret, which is shown only once and not kept. If you did not receive it, rotate or delete what was made, and send a new request with a new key',
  size: 'its answer was too large to be kept. Read what you need with GET, or send a new request with a new key',
};

function notKept({ withheld, id }: { withheld: Withheld; id?: string }): MoorageError {
  const message = `This request was carried out before, and was not carried out again: ${REASONS[withheld]}.`;
  return new MoorageError('IDEMPOTENCY_ANSWER_NOT_KEPT', { message, details: { reason: withheld, ...(id !== undefined && { id }) } });
}
