import { inspect } from 'node:util';
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

const LONGEST = 8_000;
const HIDDEN = 'hidden, because a secret is so short that it might be part of it';

/** Tells the operator what is behind a failure that nobody foresaw; whoever asked is told only that. */
export function noteUnforeseen(log: Log, cause: unknown, { about, secrets, traceparent }: UnforeseenCircumstances): void {
  const traceId = traceparent?.split('-')[1];
  const told = withoutSecrets(inspect(cause, { depth: 4, maxStringLength: LONGEST, maxArrayLength: 100 }), secrets);
  log.error('failed for a reason that nobody foresaw', undefined, { ...about, cause: told.slice(0, LONGEST) || HIDDEN, ...(traceId !== undefined && { traceId }) });
}
