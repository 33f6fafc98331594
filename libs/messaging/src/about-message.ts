import type { Msg } from 'nats';
import { traceIdOf } from './trace-context';
import { HEADERS } from './wire';

/** What every log line on a message says: its subject, and the trace it belongs to when it names one. */
export function aboutMessage(message: Msg): { subject: string; traceId?: string } {
  const traceId = traceIdOf(traceparentOf(message));
  return { subject: message.subject, ...(traceId !== undefined && { traceId }) };
}

function traceparentOf(message: Msg): string | undefined {
  try {
    return message.headers?.get(HEADERS.trace);
  } catch {
    return undefined; // unreadable headers
  }
}
