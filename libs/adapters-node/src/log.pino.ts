import pino, { type DestinationStream, type Logger } from 'pino';
import { Log, type JsonObject } from '@moorage/domain';
import { redact } from './redact';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface PinoLogOptions {
  /** Name of the app; stands in every line. */
  service: string;
  /** The least level that is written. */
  level: LogLevel;
  /** Where lines go; standard output when absent. */
  destination?: DestinationStream;
}

/** How far the causes of an error are followed. */
const MAX_CAUSES = 5;

/** One JSON object a line: `level`, `time`, `service`, `message`, then the fields. Credentials are redacted by name at any depth. */
export class PinoLog implements Log {
  readonly #pino: Logger;

  constructor({ service, level, destination }: PinoLogOptions) {
    const options = {
      level,
      base: { service },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    this.#pino = destination ? pino(options, destination) : pino(options);
  }

  debug(message: string, fields?: JsonObject): void {
    this.#pino.debug(redact(fields), message);
  }

  info(message: string, fields?: JsonObject): void {
    this.#pino.info(redact(fields), message);
  }

  warn(message: string, fields?: JsonObject): void {
    this.#pino.warn(redact(fields), message);
  }

  error(message: string, cause?: unknown, fields?: JsonObject): void {
    const error = cause === undefined ? {} : { error: described(cause) };
    this.#pino.error({ ...(redact(fields) as object | undefined), ...error }, message);
  }
}

/** Name, text, code and stack of an error and its causes. Other members stay out: drivers keep queries and parameters there. */
function described(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return redact(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: described(error.cause, depth + 1) };
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
