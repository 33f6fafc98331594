import { Client, SERVER_INFO_META_KEY, type PriorDiscovery, type StandardSchemaV1 } from '@modelcontextprotocol/client';
import { isPlainObject } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { collectTools } from './collect-tools';
import type { EraVisit } from './era-visit';
import type { McpConnection } from './mcp-connection';
import { ASSISTANT_CAPABILITIES, CLIENT_IDENTITY, NO_SCHEMA_VALIDATION, SDK_TIMEOUT_MS } from './sdk-settings';
import { identityOf } from './server-identity';

const REVISION = '2026-07-28';
const OPTIONS = { timeout: SDK_TIMEOUT_MS };

/** Makes the client speak this era from its first request, without asking the server first; the server's say is read from its answers. */
const ASSUMED: PriorDiscovery = { kind: 'modern', discover: { supportedVersions: [REVISION], capabilities: {} } };

/** Takes a result as the server sent it; the client has checked it against the revision already. */
const VERBATIM: StandardSchemaV1<unknown, Record<string, unknown>> = {
  '~standard': { version: 1, vendor: 'moorage', validate: (value) => (isPlainObject(value) ? { value } : { issues: [{ message: 'not an object' }] }) },
};

/**
 * Revision 2026-07-28: no session, so nothing to open or close. `server/discover` tells who the server is and that it speaks this
 * era; when that is `known`, `tools/list` alone is enough. An unknown server that does not answer `server/discover` within the
 * patience may be one of those that leave unknown methods unanswered.
 */
export function visit2026(connection: McpConnection, known: boolean, patienceMs: number): EraVisit {
  const transport = connection.transport2026();
  const client = new Client(CLIENT_IDENTITY, { capabilities: ASSISTANT_CAPABILITIES, jsonSchemaValidator: NO_SCHEMA_VALIDATION });
  return {
    tools: async () => {
      await client.connect(transport, { prior: ASSUMED });
      if (!known) await connection.timed('handshakeMs', () => discover(connection, client, patienceMs));
      connection.stage = 'list_tools';
      return connection.timed('listToolsMs', () => collectTools(connection, (cursor) => page(connection, client, cursor)));
    },
    goodbye: () => client.close(),
  };
}

async function discover(connection: McpConnection, client: Client, patienceMs: number): Promise<void> {
  connection.patienceMs = patienceMs;
  const { supportedVersions, capabilities, _meta } = await client.discover(OPTIONS);
  connection.patienceMs = undefined;
  if (!supportedVersions.includes(REVISION)) throw new ConnectionFailed('PROTOCOL_VERSION_NOT_SUPPORTED');
  noteIdentity(connection, _meta);
  connection.stage = 'list_tools';
  if (!capabilities.tools) throw new ConnectionFailed('NO_TOOLS');
}

async function page(connection: McpConnection, client: Client, cursor: string | undefined): Promise<Record<string, unknown>> {
  const result = await client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, VERBATIM, OPTIONS);
  noteIdentity(connection, result._meta);
  return result;
}

function noteIdentity({ sighting, told: { confidential } }: McpConnection, meta: unknown): void {
  sighting.era = '2026';
  sighting.protocolVersion = REVISION;
  const server = isPlainObject(meta) ? meta[SERVER_INFO_META_KEY] : undefined;
  if (!isPlainObject(server)) return;
  const [serverName, serverVersion] = [identityOf(server.name, confidential), identityOf(server.version, confidential)];
  if (serverName !== undefined) sighting.serverName ??= serverName;
  if (serverVersion !== undefined) sighting.serverVersion ??= serverVersion;
}
