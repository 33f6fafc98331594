/** Hints that other processes may want to hear. State is always re-read from where it is kept; a lost hint only costs time. */
export interface Announcement {
  'edge.api-key.revoked': { apiKeyId: string; hash: string };
  'personal.tools.changed': { configurationIds: string[]; ownerId?: string };
  'personal.sessions.taken': { sessionId: string; instance: string };
}

/**
 * Sends hints to every process. Best effort: a hint that nobody hears, or that finds no way to its listeners, is lost in silence.
 * Never rejects and never waits for a listener, so it needs no cancellation. Any number of calls may run at once.
 */
export abstract class Announcer {
  /** Everyone who listens at present hears the hint as it was when this was called, at most once, in no promised order. */
  abstract announce<T extends keyof Announcement>(topic: T, hint: Announcement[T]): Promise<void>;
}
