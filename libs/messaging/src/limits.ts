/** Largest message the bus has to carry, in bytes. A broker that allows less is refused at the start. */
export const MIN_MAX_PAYLOAD = 8 * 1024 * 1024;

/** How often an instance tells callers that it is still at work, in milliseconds; who is answered sooner hears nothing of it. */
export const HEARTBEAT_MS = 2_000;

/** How long a caller hears nothing until the instance counts as lost: several heartbeats, so that a pause of its process does not count. */
export const SILENCE_MS = 10_000;

/** How many frames of a stream may be on their way, sent and not yet taken by whoever asked. A service goes no further until some are. */
export const FRAMES_AHEAD = 128;

/** The same in the size of their JSON. A single frame may be larger and then goes alone. */
export const BYTES_AHEAD = 1024 * 1024;

/** Frames that come together share a message up to this size of their JSON. */
export const BATCH_SIZE = 64 * 1024;
