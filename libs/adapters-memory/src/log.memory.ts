import { isPlainObject, type Json, type JsonObject, type Log } from '@moorage/domain';

/** One line as it was written. */
export interface MemoryLogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: JsonObject;
  /** The stack of the cause, or what it is when it is no error. */
  cause?: string;
}

const CREDENTIAL = /token|password|secret|api_?key|authorization|cookie|credential|private_?key/i;

/** Collects the lines. */
export class MemoryLog implements Log {
  readonly lines: MemoryLogLine[] = [];

  debug(message: string, fields?: JsonObject): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: JsonObject): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: JsonObject): void {
    this.#write('warn', message, fields);
  }

  error(message: string, cause?: unknown, fields?: JsonObject): void {
    this.#write('error', message, fields, cause);
  }

  #write(level: MemoryLogLine['level'], message: string, fields: JsonObject = {}, cause?: unknown): void {
    this.lines.push({ level, message, fields: redacted(fields) as JsonObject, ...(cause !== undefined && { cause: describe(cause) }) });
  }
}

function redacted(value: Json): Json {
  if (Array.isArray(value)) return value.map(redacted);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, CREDENTIAL.test(name) ? '[redacted]' : redacted(inner)]));
}

function describe(cause: unknown): string {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return typeof cause === 'object' ? Object.prototype.toString.call(cause) : String(cause);
}
