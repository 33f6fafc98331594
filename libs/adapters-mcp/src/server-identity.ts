import { echoes } from '@moorage/egress';

const LONGEST = 100;

/**
 * A name or version that a server gives itself, as one short line that can be stored and shown. Absent when nothing is left of it,
 * and when it repeats what was sent in confidence.
 */
export function identityOf(said: unknown, confidential: string[]): string | undefined {
  if (typeof said !== 'string') return undefined;
  // With the flag `u`, `Cs` stands for surrogates without their other half
  const line = said.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();
  if (echoes(line, confidential)) return undefined;
  return line.slice(0, LONGEST).replace(/\p{Cs}/gu, '').trim() || undefined;
}
