// What the client half of the suite runs: a client of the SDK that does what the scenario wants at the address it is given.
// With MOORAGE_URL and MOORAGE_API_KEY it goes there through a configuration of its own, and knows nothing else about it.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const { MCP_CONFORMANCE_SCENARIO: scenario = '', MCP_CONFORMANCE_PROTOCOL_VERSION: revision = '', MCP_CONFORMANCE_CONTEXT: given = '{}', MOORAGE_URL: moorage, MOORAGE_API_KEY: key } = process.env;
const address = process.argv[2];

const EXAMPLES = { string: 'text', number: 2, integer: 3, boolean: true };

/** Arguments that a tool takes: what does not fit its schema never leaves us. */
const argumentsFor = ({ properties = {} }) => Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, EXAMPLES[type]]));

/** Calls every tool that the client itself lets through; what comes back is not judged here. */
const callAll = async (client) => {
  for (const { name, inputSchema } of (await client.listTools()).tools) await client.callTool({ name, arguments: argumentsFor(inputSchema) }).catch(() => undefined);
};

/** What a scenario wants beyond connecting and calling every tool. */
const SCENARIOS = {
  initialize: (client) => client.listTools(),
  'request-metadata': (client) => client.listTools(),
  'json-schema-ref-no-deref': (client) => client.listTools(),
  'json-schema-2020-12-preservation': async (client) => {
    const { tools } = await client.listTools();
    const { inputSchema } = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
    await client.callTool({ name: 'json_schema_echo', arguments: { schema: inputSchema } });
  },
  'http-standard-headers': async (client) => {
    await callAll(client);
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
    for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
  },
  'http-custom-headers': async (client) => {
    await client.listTools();
    for (const call of JSON.parse(given).toolCalls) await client.callTool(call);
  },
};

/** Where to connect, and as whom. */
async function target() {
  if (!moorage) return { url: address, headers: {} };
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ personalConnectorId: 'pcon_custom', name: scenario, configuration: { endpoint: address } });
  const made = await fetch(`${moorage}/v1/personal-connectors/configurations`, { method: 'POST', headers, body });
  const { id } = await made.json();
  return { url: `${moorage}/v1/personal-connectors/configurations/${id}/mcp`, headers: { Authorization: headers.Authorization } };
}

const { url, headers } = await target();
const versionNegotiation = { mode: revision >= '2026-07-28' ? { pin: revision } : 'legacy' };
const client = new Client({ name: 'sdk-client', version: '1.0.0' }, { capabilities: { elicitation: { form: { applyDefaults: true } }, roots: {}, sampling: {} }, versionNegotiation });
client.setRequestHandler('elicitation/create', ({ params }) => ({ action: 'accept', content: params.requestedSchema.properties.confirmed ? { confirmed: true } : {} }));
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
await (SCENARIOS[scenario] ?? callAll)(client);
await client.close();
