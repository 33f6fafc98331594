import { hostname } from 'node:os';
import pino, { type DestinationStream, type Logger } from 'pino';
import { LogContent, type JsonObject, type Log } from '@moorage/domain';

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

/** Which of several processes of one service wrote a line. */
const INSTANCE = `${hostname()}:${process.pid}`;

/** One JSON object a line: `level`, `time`, `service`, `instance`, the fields, `message`. */
export class PinoLog implements Log {
  readonly #pino: Logger;

  constructor({ service, level, destination }: PinoLogOptions) {
    const options = {
      level,
      base: { service, instance: INSTANCE },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    this.#pino = destination ? pino(options, destination) : pino(options);
  }

  debug(message: string, fields?: JsonObject): void {
    if (this.#pino.isLevelEnabled('debug')) this.#write('debug', message, fields);
  }

  info(message: string, fields?: JsonObject): void {
    if (this.#pino.isLevelEnabled('info')) this.#write('info', message, fields);
  }

  warn(message: string, fields?: JsonObject): void {
    if (this.#pino.isLevelEnabled('warn')) this.#write('warn', message, fields);
  }

  error(message: string, cause?: unknown, fields?: JsonObject): void {
    if (this.#pino.isLevelEnabled('error')) this.#write('error', message, fields, cause);
  }

  #write(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: JsonObject | undefined, cause?: unknown): void {
    const content = new LogContent();
    const text = content.text(message);
    const shown = content.value(fields) as object | undefined;
    this.#pino[level](cause === undefined ? shown : { ...shown, error: content.error(cause) }, text);
  }
}
