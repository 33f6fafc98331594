import type { JsonObject } from '../model/json';

/** Structured log lines. Fields named like credentials are redacted by the adapter; secrets do not belong here anyway. */
export abstract class Log {
  abstract debug(message: string, fields?: JsonObject): void;
  abstract info(message: string, fields?: JsonObject): void;
  abstract warn(message: string, fields?: JsonObject): void;
  /** `cause` is logged with its stack, never sent to a caller. */
  abstract error(message: string, cause?: unknown, fields?: JsonObject): void;
}
