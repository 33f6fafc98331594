/** The revision of the stateless era. */
export const REVISION_2026 = '2026-07-28';

/** Revisions of the 2025 era, the newest first. Source: the MCP specification. */
export const REVISIONS_2025 = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** What a client of the 2025 era speaks that does not say which revision. */
export const REVISION_UNSAID = '2025-03-26';

/** Members of `_meta` in which revision 2026-07-28 says what earlier ones agreed on in the opening words of a session. */
export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  client: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscription: 'io.modelcontextprotocol/subscriptionId',
  server: 'io.modelcontextprotocol/serverInfo',
} as const;
