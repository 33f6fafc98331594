import type { JsonObject, Log } from '@moorage/domain';

interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  cause?: unknown;
  fields?: JsonObject;
}

/** Keeps what was logged. */
export class RecordedLog implements Log {
  readonly lines: Line[] = [];

  debug(message: string, fields?: JsonObject): void {
    this.lines.push({ level: 'debug', message, fields });
  }

  info(message: string, fields?: JsonObject): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields?: JsonObject): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, cause?: unknown, fields?: JsonObject): void {
    this.lines.push({ level: 'error', message, cause, fields });
  }

  get errors(): Line[] {
    return this.lines.filter(({ level }) => level === 'error');
  }
}
