import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { McpEra } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { collectTools, type CollectedTools } from './collect-tools';
import type { EraVisit } from './era-visit';
import type { McpConnection, Transport2025 } from './mcp-connection';
import { ASSISTANT_CAPABILITIES, CLIENT_IDENTITY, NO_SCHEMA_VALIDATION, SDK_TIMEOUT_MS } from './sdk-settings';
import { identityOf } from './server-identity';

const OPTIONS = { timeout: SDK_TIMEOUT_MS };

/** Revisions 2024-11-05 to 2025-11-25: `initialize`, `notifications/initialized`, `tools/list`, and a DELETE to say goodbye to a session. */
export function visit2025(connection: McpConnection, era: Exclude<McpEra, '2026'>): EraVisit {
  const transport = connection.transport2025();
  const client = new Client(CLIENT_IDENTITY, { capabilities: ASSISTANT_CAPABILITIES, jsonSchemaValidator: NO_SCHEMA_VALIDATION });
  return {
    tools: () => tools(connection, client, transport, era),
    goodbye: async () => {
      await transport.terminateSession?.().catch(() => undefined);
      await client.close();
    },
  };
}

async function tools(connection: McpConnection, client: Client, transport: Transport2025, era: McpEra): Promise<CollectedTools> {
  try {
    await connection.timed('handshakeMs', () => client.connect(transport, OPTIONS));
  } finally {
    noteIdentity(connection, client, transport, era);
  }
  connection.stage = 'list_tools';
  if (!client.getServerCapabilities()?.tools) {
    await connection.heard();
    throw new ConnectionFailed('NO_TOOLS');
  }
  return connection.timed('listToolsMs', () =>
    // Asked for in this loose form because `listTools` drops unknown fields and compiles every output schema.
    collectTools(connection, (cursor) => client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, ResultSchema, OPTIONS)),
  );
}

function noteIdentity({ sighting, told: { confidential } }: McpConnection, client: Client, transport: Transport2025, era: McpEra): void {
  const server = client.getServerVersion();
  if (!server || !transport.protocolVersion) return;
  Object.assign(sighting, { era, protocolVersion: transport.protocolVersion });
  const [serverName, serverVersion] = [identityOf(server.name, confidential), identityOf(server.version, confidential)];
  if (serverName !== undefined) sighting.serverName = serverName;
  if (serverVersion !== undefined) sighting.serverVersion = serverVersion;
}
