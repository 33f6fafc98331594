import type { JsonObject } from '../../../model/json';
import type { Served } from '../chat';
import { META, REVISION_2026, REVISIONS_2025 } from '../protocol/revisions';

const SERVER = { name: 'moorage', title: 'Moorage', version: '0.1.0' };
const CAPABILITIES = { tools: { listChanged: true }, prompts: { listChanged: true }, resources: { subscribe: true, listChanged: true }, completions: {} };

/** How the endpoint of several servers greets a client of the 2025 era: the result of `initialize`. */
export function initialized(client: JsonObject, served: Served[]): JsonObject {
  const wanted = client['protocolVersion'];
  const protocolVersion = REVISIONS_2025.find((each) => each === wanted) ?? REVISIONS_2025[0];
  return { protocolVersion, capabilities: { ...CAPABILITIES, logging: {} }, serverInfo: SERVER, instructions: instructions(served) };
}

/** How it greets one of revision 2026-07-28: the result of `server/discover`. */
export function discovered(served: Served[]): JsonObject {
  const hints = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  return { ...hints, supportedVersions: [REVISION_2026], capabilities: CAPABILITIES, instructions: instructions(served), _meta: { [META.server]: SERVER } };
}

function instructions(served: Served[]): string {
  const lines = served.map(({ connected: { configuration, connector }, prefix }) => `- ${prefix}__…: ${configuration.name} (${connector?.name ?? configuration.personalConnectorId})`);
  return ['Several connected accounts. The beginning of a name says whose tool or prompt it is:', ...lines].join('\n');
}
