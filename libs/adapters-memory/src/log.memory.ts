import { LogContent, type JsonObject, type Log } from '@moorage/domain';

/** One line as it was written. */
export interface MemoryLogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: JsonObject;
  /** The cause with its stack, as JSON. */
  cause?: string;
}

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
    const content = new LogContent();
    const line = { level, message: content.text(message), fields: content.value(fields) as JsonObject };
    this.lines.push({ ...line, ...(cause !== undefined && { cause: JSON.stringify(content.error(cause)) }) });
  }
}
