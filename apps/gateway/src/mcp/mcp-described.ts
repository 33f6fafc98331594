import { ConfigurationRef, exchangeMessages, Field, Nothing, schemaOf, type MessageClass, type SchemaBook } from '@moorage/contracts';
import { headersOf } from '../openapi/answer-headers';
import { exampleOf } from '../openapi/examples';
import { parametersOf } from '../openapi/requests';
import { errorResponses } from '../openapi/responses';
import type { OperationRecord } from '../operation/operation';
import { MCP_ACCESS, MCP_PATHS, METADATA_PREFIX } from './mcp-paths';
import { ResourceMetadata } from './resource-metadata';

type Part = Record<string, unknown>;
type Method = 'GET' | 'POST' | 'DELETE';

const TAG = 'Assistant sessions';
export const MCP_TAGS: Record<string, string> = { [TAG]: 'One MCP server for everything a person has connected. Give an assistant the address and a key with the scope `personal:call`.' };

const SPECIFICATION = { description: 'The transport, as the specification of MCP has it.', url: 'https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http' };
const ABOUT = 'A real MCP server (Streamable HTTP) for clients of both eras: of 2026-07-28, and of 2024-11-05 to 2025-11-25 with sessions. Meant for MCP clients, not for calls by hand.';

/** Which of the configurations of the caller one endpoint serves. */
class ServedQuery {
  @Field.string({ doc: 'Only these configurations, by id, separated by commas; may be repeated.', example: 'pconf_abc123', in: 'query', optional: true })
  configurations?: string;

  @Field.string({ doc: 'Only configurations of these connectors, by id or connectorId, separated by commas; may be repeated.', example: 'github,jira', in: 'query', optional: true })
  connectors?: string;
}

const SERVED: Record<keyof typeof MCP_PATHS, { input: MessageClass; name: string; about: string }> = {
  all: { input: ServedQuery, name: 'All', about: `${ABOUT} It has the tools, resources and prompts of all your enabled configurations; names begin with that of their configuration.` },
  one: { input: ConfigurationRef, name: 'One', about: `${ABOUT} It has what the server of this configuration has, under the same names.` },
};

const MESSAGE = { type: 'object', description: 'A message of JSON-RPC 2.0, as MCP has it.' };
const EVENTS = { type: 'string', description: 'Server-sent events of the type `message`, each with one message.' };
const INITIALIZE = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'example', version: '1.0.0' } } };
const INITIALIZED = { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-11-25', capabilities: { tools: { listChanged: true } }, serverInfo: { name: 'Moorage', version: '1.0.0' } } };
const LIST_CHANGED = 'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n';

const METHODS: Record<Method, { id: string; summary: string; answers: Part }> = {
  POST: { id: 'postMessage', summary: 'Send a message', answers: { 200: answer('The answer, alone or after other messages.', { 'application/json': { schema: MESSAGE, example: INITIALIZED }, 'text/event-stream': { schema: EVENTS, example: LIST_CHANGED } }), 202: answer('Taken; there is nothing to answer.') } },
  GET: { id: 'listenToSession', summary: 'Listen to what the server says by itself', answers: { 200: answer('Lasts until one of both ends it.', { 'text/event-stream': { schema: EVENTS, example: LIST_CHANGED } }) } },
  DELETE: { id: 'endSession', summary: 'End the session', answers: { 200: answer('Ended.') } },
};

/** What can go wrong at the endpoints. */
export const MCP_RECORDS = [recordOf('all', 'POST')];

/** What the OpenAPI document says of the MCP endpoints and of how to get access to them, by path. */
export function mcpPaths(book: SchemaBook): Record<string, Part> {
  const kinds = Object.keys(MCP_PATHS) as (keyof typeof MCP_PATHS)[];
  return Object.fromEntries(kinds.flatMap((kind) => [[MCP_PATHS[kind], endpointPart(kind, book)], [METADATA_PREFIX + MCP_PATHS[kind], metadataPart(kind, book)]]));
}

function endpointPart(kind: keyof typeof MCP_PATHS, book: SchemaBook): Part {
  return Object.fromEntries((Object.keys(METHODS) as Method[]).map((method) => [method.toLowerCase(), methodPart(kind, method, book)]));
}

function methodPart(kind: keyof typeof MCP_PATHS, method: Method, book: SchemaBook): Part {
  const { id, summary, answers } = METHODS[method];
  const { name, about } = SERVED[kind];
  const record = recordOf(kind, method);
  return {
    operationId: `${id}${name}`,
    tags: [TAG],
    summary,
    description: `${about}\n\nNeeds a key or access token with the scope \`personal:call\`.`,
    externalDocs: SPECIFICATION,
    'x-scopes': MCP_ACCESS.scopes,
    parameters: parametersOf(record, book),
    ...(method === 'POST' && { requestBody: { required: true, content: { 'application/json': { schema: MESSAGE, example: INITIALIZE } } } }),
    responses: { ...withHeaders(answers, headersOf(record)), ...errorResponses(record, book) },
  };
}

function metadataPart(kind: keyof typeof MCP_PATHS, book: SchemaBook): Part {
  const record: OperationRecord = { ...recordOf(kind, 'GET'), input: kind === 'one' ? ConfigurationRef : Nothing, access: 'public', errors: kind === 'one' ? ['CONFIGURATION_NOT_FOUND'] : [], forwarded: false };
  const found = { description: 'Done.', headers: headersOf(record), content: { 'application/json': { schema: schemaOf(ResourceMetadata, book), example: exampleOf(ResourceMetadata) } } };
  return {
    get: { operationId: `getResourceMetadata${SERVED[kind].name}`, tags: [TAG], summary: 'How to get access', description: 'Protected resource metadata (RFC 9728), which MCP clients look for after 401.\n\nNeeds no key.', security: [], parameters: parametersOf(record, book), responses: { 200: found, ...errorResponses(record, book) } },
  };
}

/** As if it were an operation: who may call and what can go wrong are the same. */
function recordOf(kind: keyof typeof MCP_PATHS, method: Method): OperationRecord {
  const { input } = SERVED[kind];
  return { id: METHODS[method].id, method, path: MCP_PATHS[kind], tag: TAG, summary: '', access: MCP_ACCESS, status: 200, input, reply: Nothing, errors: [...exchangeMessages.errors, 'ORIGIN_NOT_ALLOWED', 'NOT_ACCEPTABLE', 'NOT_FOUND'], forwarded: true, secret: false, once: false };
}

function answer(description: string, content?: Part): Part {
  return { description, ...(content && { content }) };
}

function withHeaders(answers: Part, headers: Part): Part {
  return Object.fromEntries(Object.entries(answers).map(([status, part]) => [status, { ...(part as Part), headers }]));
}
