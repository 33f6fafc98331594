import type { SchemaBook } from '@moorage/contracts';
import { idempotencyParameter } from '../idempotency/idempotency-described';
import { mcpPaths, MCP_RECORDS, MCP_TAGS } from '../mcp/mcp-described';
import type { OperationRecord } from '../operation/operation';
import { answerHeaders } from './answer-headers';
import { errorExamples } from './error-examples';
import { parametersOf, requestBodyOf } from './requests';
import { errorCodesOf, responsesOf } from './responses';

type Part = Record<string, unknown>;

const DESCRIPTION = `Moorage connects anyone's accounts and a company's knowledge to any AI assistant, and knows in milliseconds what is broken and how to fix it.

Send your API key as \`Authorization: Bearer <key>\`, or in the header \`X-API-Key\` or \`api-key\`. Where the operator trusts an issuer of JWT access tokens, send one as \`Authorization: Bearer <token>\` instead: its \`sub\` is the user. Every error has the same shape; its \`code\` is for machines, its \`message\` says what to do, its \`trace_id\` finds it in the logs.
Personal connectors speak camelCase, knowledge connectors snake_case. Optional fields without a value are absent. Instants are ISO 8601 in UTC and whole seconds. Unknown fields and query parameters are refused by name. Bodies hold at most 1 MiB, those for MCP endpoints 4 MiB.

Requests are counted for each key, and for each user of access tokens, by the minute: \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` (in seconds) come with every answer to a known caller, \`Retry-After\` with 429.

A POST that may have got lost can be sent again: with the same \`Idempotency-Key\` as before it is carried out once, and answered as it was the first time.`;

const TAGS: Record<string, string> = {
  'Personal connectors': 'The catalogue: how MCP servers are reached, and what a configuration of each must contain.',
  Configurations: 'Your accounts at those servers: create, test, refresh.',
  'Knowledge connectors': "A company's knowledge.",
  'Source definitions': 'What knowledge can come from, and what each kind of source wants to be configured with.',
  'Destination definitions': 'Where knowledge can go.',
  Workspaces: "Parts of an organization's knowledge connectors: sources, destinations and connections stand in one.",
  Sources: "The organization's databases, stores, sites and services that hold its knowledge.",
  Destinations: "The organization's places that knowledge is brought to.",
  Tags: 'Labels of a workspace.',
  Organizations: 'The walls between tenants.',
  Users: 'Who belongs to an organization, and what they may do.',
  'API keys': 'Keys for users and for machines.',
  Me: 'Who is asking.',
  Health: 'For whoever runs this.',
};

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key (`mrg_…`) or a JWT access token.' },
  xApiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  apiKey: { type: 'apiKey', in: 'header', name: 'api-key' },
};

/** The OpenAPI 3.1 document of these operations, from what is written above each and from the classes they name. */
export function openApiDocument(operations: OperationRecord[], version: string): Part {
  const book: SchemaBook = new Map();
  const paths: Record<string, Part> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationPart(operation, book);
  Object.assign(paths, mcpPaths(book));
  return {
    openapi: '3.1.0',
    info: { title: 'Moorage', version, description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/', description: 'The address this document came from.' }],
    security: Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] })),
    tags: [...new Set(operations.map(({ tag }) => tag)), ...Object.keys(MCP_TAGS)].map((name) => ({ name, description: TAGS[name] ?? MCP_TAGS[name] })),
    paths,
    components: {
      schemas: Object.fromEntries([...book].sort(([a], [b]) => (a < b ? -1 : 1))),
      examples: errorExamples(new Set([...operations, ...MCP_RECORDS].flatMap(errorCodesOf))),
      parameters: { IdempotencyKey: idempotencyParameter },
      headers: answerHeaders,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function operationPart(operation: OperationRecord, book: SchemaBook): Part {
  const { id, tag, summary, access } = operation;
  const parameters = parametersOf(operation, book);
  const requestBody = requestBodyOf(operation, book);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: descriptionOf(operation),
    ...(access === 'public' ? { security: [] } : { 'x-scopes': access.scopes, ...(access.role && { 'x-role': access.role }) }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(operation, book),
  };
}

function descriptionOf({ description, access }: OperationRecord): string {
  if (access === 'public') return [description, 'Needs no key.'].filter(Boolean).join('\n\n');
  const scopes = access.scopes.length > 0 && `a key or access token with the scope ${access.scopes.map((scope) => `\`${scope}\``).join(' or ')}`;
  const role = access.role && `the role \`${access.role}\``;
  const needs = [scopes, role].filter(Boolean).join(' and ');
  return [description, `Needs ${needs || 'any valid key or access token'}.`].filter(Boolean).join('\n\n');
}
