/** Largest message the bus has to carry, in bytes. A broker that allows less is refused at the start. */
export const MIN_MAX_PAYLOAD = 8 * 1024 * 1024;

/** How often an instance tells callers that it is still at work, in milliseconds; who is answered sooner hears nothing of it. */
export const HEARTBEAT_MS = 2_000;

/** How long a caller hears nothing until the instance counts as lost: several heartbeats, so that a pause of its process does not count. */
export const SILENCE_MS = 10_000;
