import type { Api } from './api';
import { freePort } from './real-servers';

const PC = '/v1/personal-connectors';

/** A configuration as an assistant and its owner come to it. */
export interface Connection {
  id: string;
  /** Its REST resource. */
  path: string;
  /** Its own MCP endpoint. */
  mcp: string;
  /** What its tools are called in an endpoint for several. */
  named(tool: string): string;
}

/** Configurations so far; no two get the same name, for of those the younger would have a prefix that nobody can foretell. */
let made = 0;

/** Connects a server that listens somewhere, as a person does who has its address. `name` is one word. */
export function connectAddress(api: Api, endpoint: string, name = 'Mine'): Promise<Connection> {
  return configure(api, name, { personalConnectorId: 'pcon_custom', configuration: { endpoint } });
}

/** Connects any server, by a definition of its own. */
export async function connectDefinition(api: Api, definition: object, name: string): Promise<Connection> {
  const { status, body } = await api.call<{ id: string }>('POST', PC, { name, ...definition });
  if (status !== 201) throw new Error(`The definition was refused: ${JSON.stringify(body)}`);
  return configure(api, name, { personalConnectorId: body.id });
}

/** Connects an address where nobody listens. */
export async function connectNobody(api: Api, name: string): Promise<Connection> {
  return connectAddress(api, `http://127.0.0.1:${await freePort()}/mcp`, name);
}

/** One MCP endpoint for several of them. */
export function together(...connections: Connection[]): string {
  return `${PC}/mcp?configurations=${connections.map(({ id }) => id).join(',')}`;
}

async function configure(api: Api, word: string, configuration: object): Promise<Connection> {
  const name = `${word} ${++made}`;
  const prefix = name.toLowerCase().replace(' ', '_');
  const { status, body } = await api.call<{ id: string }>('POST', `${PC}/configurations`, { name, ...configuration });
  if (status !== 201) throw new Error(`The configuration was refused: ${JSON.stringify(body)}`);
  const path = `${PC}/configurations/${body.id}`;
  return { id: body.id, path, mcp: `${path}/mcp`, named: (tool) => `${prefix}__${tool}` };
}
