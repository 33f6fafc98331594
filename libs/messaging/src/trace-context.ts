const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A well-formed W3C `traceparent` with its trace id, or nothing: a malformed one is ignored, as the standard asks. */
export function readTraceparent(text: string | undefined): { traceparent: string; traceId: string } | Record<never, never> {
  const traceId = text && TRACEPARENT.exec(text)?.[1];
  return traceId ? { traceparent: text, traceId } : {};
}
