import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from './catalogue';
import type { JsonObject } from '../model/json';

/** One fault of an input. `field` is a path such as `credentials.token`; the value itself is never repeated. */
export interface FieldFault {
  field: string;
  message: string;
  /** The rule that was broken, such as `required` or `maxLength`. */
  rule: string;
}

/**
 * The only error that is thrown on purpose. Between processes only `code`, `message` and `details` survive.
 * `message` and `details` are shown to callers: they say what to do and never hold a secret or an upstream's words.
 */
export class MoorageError extends Error {
  override readonly name = 'MoorageError';

  constructor(
    readonly code: ErrorCode,
    readonly options: { message?: string; details?: JsonObject; cause?: unknown } = {},
  ) {
    super(options.message ?? ERROR_CATALOGUE[code].summary, { cause: options.cause });
  }

  get kind(): ErrorKind {
    return ERROR_CATALOGUE[this.code].kind;
  }

  get retryable(): boolean {
    return ERROR_CATALOGUE[this.code].retryable;
  }

  get details(): JsonObject {
    return this.options.details ?? {};
  }

  /** An input error that lists every fault at once. */
  static invalid(code: 'VALIDATION_ERROR' | 'CONNECTOR_INVALID_CONFIG', faults: FieldFault[]): MoorageError {
    const fields = faults.slice(0, 3).map((fault) => fault.message);
    const more = faults.length > 3 ? ` (and ${faults.length - 3} more)` : '';
    const message = `${ERROR_CATALOGUE[code].summary} ${fields.join('; ')}${more}`;
    return new MoorageError(code, { message, details: { errors: faults.map((fault) => ({ ...fault })) } });
  }
}

/** A statement about our own code that must hold; when it does not, that is our mistake and never the caller's. */
export function invariant(condition: unknown, statement: string): asserts condition {
  if (!condition) throw new MoorageError('INTERNAL_ERROR', { cause: statement });
}
