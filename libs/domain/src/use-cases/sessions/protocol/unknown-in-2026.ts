/** What revision 2026-07-28 has taken away. Source: its changelog. */
export const UNKNOWN_IN_2026: ReadonlySet<string> = new Set(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']);
