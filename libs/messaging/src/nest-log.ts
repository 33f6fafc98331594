import type { Log } from '@moorage/domain';
import type { LoggerService } from '@nestjs/common';

/** Nest's own log lines in ours. What Nest finds worth telling at a start is detail to everyone else. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...more: unknown[]): void {
    this.to.debug(String(message), contextOf(more));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.to.warn(String(message), contextOf(more));
  }

  /** Nest passes an exception itself, or its message followed by its stack. */
  error(message: unknown, ...more: unknown[]): void {
    const stack = more.length > 1 ? more[0] : undefined;
    this.to.error(message instanceof Error ? message.message : String(message), message instanceof Error ? message : stack, contextOf(more));
  }
}

/** Nest names the class that speaks in the last place. */
function contextOf(more: unknown[]): { context?: string } {
  const context = more.at(-1);
  return typeof context === 'string' ? { context } : {};
}
