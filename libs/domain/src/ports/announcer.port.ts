/** Hints that other processes may want to hear. State is always re-read from where it is kept; a lost hint only costs time. */
export interface Announcement {
  'edge.api-key.revoked': { apiKeyId: string; hash: string };
  'personal.tools.changed': { configurationIds: string[] };
}

/** Sends hints to every process. Never rejects and never waits for a listener. */
export abstract class Announcer {
  abstract announce<T extends keyof Announcement>(topic: T, hint: Announcement[T]): Promise<void>;
}
