import { setTimeout as sleep } from 'node:timers/promises';
import { answerIn, isOverload } from './refusal-of-notion';

/** Asks, and perhaps asks again. Rejects with what was last rejected. */
export type Patience = <T>(ask: () => Promise<T>) => Promise<T>;

/** Takes the first answer, whatever it is: a check says what it sees. */
export const impatient: Patience = (ask) => ask();

/** Notion counts requests by the minute; only workspaces that use it up together wait longer. */
const LONGEST_SECONDS = 120;
const MOST_WAITS = 10;

/** Waits as long as Notion asks for, until `signal`: whoever reads much is slowed down regularly. */
export function patientUntil(signal: AbortSignal): Patience {
  return async (ask) => {
    for (let waits = 0; ; waits += 1) {
      try {
        return await ask();
      } catch (error) {
        const seconds = secondsToWait(error);
        if (seconds === null || seconds > LONGEST_SECONDS || waits === MOST_WAITS) throw error;
        await sleep(seconds * 1_000, undefined, { signal }).catch(() => Promise.reject(error as Error));
      }
    }
  };
}

function secondsToWait(error: unknown): number | null {
  const refusal = answerIn(error);
  const asked = refusal && isOverload(refusal) ? (refusal.headers['retry-after'] ?? '') : '';
  return /^\d+$/.test(asked) ? Number(asked) : null;
}
