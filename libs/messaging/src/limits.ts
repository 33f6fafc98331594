/** Largest message the bus has to carry, in bytes. A broker that allows less is refused at the start. */
export const MIN_MAX_PAYLOAD = 8 * 1024 * 1024;
