import type { JsonObject } from '../model/json';

/**
 * Structured log lines. Never throws. Each call is one line of at most 64,000 characters, whatever message and fields hold; fields stand
 * on it as they were given and are not changed, only what would make the line too long is cut and says so.
 * Texts and structures in fields named like credentials are redacted at any depth, and so are secrets in any text that can be told by their
 * form: API keys, bearer tokens, JWTs, passwords and keys in addresses. They do not belong here anyway.
 */
export abstract class Log {
  /** What helps to understand the code at work. */
  abstract debug(message: string, fields?: JsonObject): void;

  /** What an operator wants to have seen: starts, stops, changes. */
  abstract info(message: string, fields?: JsonObject): void;

  /** What should not happen and did no harm yet. */
  abstract warn(message: string, fields?: JsonObject): void;

  /** What failed. `cause` is whatever was thrown: logged with message, stack and causes when it is an error, redacted like everything else, never sent to a caller. */
  abstract error(message: string, cause?: unknown, fields?: JsonObject): void;
}
