import type { JsonObject, Log } from '@moorage/domain';
import { withoutSecrets } from './processes/redacted';

/** What was under way when something happened that nobody foresaw. */
export interface UnforeseenCircumstances {
  /** Stands on the line beside the cause. */
  about: JsonObject;
  /** What the line must not hold. */
  secrets: string[];
  /** W3C trace context of whoever asked. */
  traceparent?: string | undefined;
}

const HIDDEN = 'hidden, because a secret is so short that it might be part of it';
const MOST_CAUSES = 5;

/** Tells the operator what is behind a failure that nobody foresaw; whoever asked is told only that. */
export function noteUnforeseen(log: Log, cause: unknown, { about, secrets, traceparent }: UnforeseenCircumstances): void {
  const traceId = traceparent?.split('-')[1];
  const clean = (text: string) => text && (withoutSecrets(text, secrets) || HIDDEN);
  log.error('failed for a reason that nobody foresaw', undefined, { ...about, cause: tellable(cause, clean), ...(traceId !== undefined && { traceId }) });
}

/** What the log takes of an error and its causes, which leaves out members where drivers keep what they were given. Cleaned whole, before the log cuts it. */
function tellable(cause: unknown, clean: (text: string) => string, depth = 0): JsonObject | string {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? clean(cause) : typeof cause;
  const { name, message, stack = '' } = cause;
  const told: JsonObject = { name: clean(name), message: clean(message), stack: clean(stack) };
  if ('code' in cause && typeof cause.code === 'string') told['code'] = clean(cause.code);
  if (cause.cause !== undefined && depth < MOST_CAUSES) told['cause'] = tellable(cause.cause, clean, depth + 1);
  return told;
}
