import type { ConnectorSpec, JsonObject } from '@moorage/domain';
import { authenticatorSchema, HEADER_NAME } from '../../http/authenticator';

const parameter = (title: string, fallback: string | undefined, order: number): JsonObject => ({ title, type: 'string', minLength: 1, maxLength: 100, order, ...(fallback !== undefined && { default: fallback }) });

const path = (title: string, example: string[], order: number): JsonObject => ({ title, type: 'array', items: { type: 'string', maxLength: 200 }, maxItems: 20, order, examples: [example] });

const kind = (title: string, type: string, properties: JsonObject, required: string[] = []): JsonObject => ({
  title,
  type: 'object',
  required: ['type', ...required],
  properties: { type: { type: 'string', const: type, order: 0 }, ...properties },
});

const pageSize: JsonObject = { title: 'Records of a page', type: 'integer', minimum: 1, maximum: 10_000, examples: [100] };

const paginator: JsonObject = {
  title: 'Pages',
  type: 'object',
  oneOf: [
    kind('One page', 'NoPagination', {}),
    kind('Page numbers', 'PageIncrement', {
      page_parameter: parameter('Parameter for the page', 'page', 1),
      start_from_page: { title: 'First page', type: 'integer', minimum: 0, default: 1, order: 2 },
      page_size_parameter: parameter('Parameter for the size', undefined, 3),
      page_size: { ...pageSize, order: 4 },
    }),
    kind(
      'Offsets',
      'OffsetIncrement',
      { offset_parameter: parameter('Parameter for the offset', 'offset', 1), limit_parameter: parameter('Parameter for the size', 'limit', 2), page_size: { ...pageSize, order: 3 } },
      ['page_size'],
    ),
    kind(
      'Cursor in the answer',
      'CursorPagination',
      { cursor_path: { ...path('Where the next cursor is', ['meta', 'next_cursor'], 1), minItems: 1 }, cursor_parameter: parameter('Parameter for the cursor', undefined, 2) },
      ['cursor_path', 'cursor_parameter'],
    ),
    kind('Link to the next page', 'NextLink', {
      link_path: { ...path('Where the link is', ['links', 'next'], 1), description: 'In the answer. Without it, the link with rel="next" in the Link header is followed.' },
    }),
  ],
};

const stream: JsonObject = {
  title: 'Stream',
  type: 'object',
  required: ['name', 'path'],
  additionalProperties: false,
  properties: {
    name: { title: 'Name', type: 'string', minLength: 1, maxLength: 120, order: 0, examples: ['orders'] },
    path: { title: 'Path', description: 'Behind the base address.', type: 'string', maxLength: 2_000, order: 1, examples: ['/orders'] },
    http_method: { title: 'Method', type: 'string', enum: ['GET', 'POST'], default: 'GET', order: 2 },
    request_body: { title: 'Body', description: 'JSON that a POST sends.', type: 'string', maxLength: 100_000, order: 3 },
    field_path: { ...path('Where the records are', ['data', 'items'], 4), description: 'In the answer. Without it, the answer itself is the list.' },
    paginator: { ...paginator, order: 5 },
    primary_key: { title: 'Primary key', description: 'Fields that make a record unique.', type: 'array', items: { type: 'string' }, maxItems: 10, order: 6, examples: [['id']] },
    cursor_field: { title: 'Cursor field', description: 'A field that grows with every change, for reading only what is new.', type: 'string', order: 7, examples: ['updated_at'] },
    cursor_parameter: { title: 'Parameter for the cursor', description: 'Takes the last cursor, when the API can leave out what is older.', type: 'string', order: 8, examples: ['updated_since'] },
  },
};

const pair = (value: JsonObject, name: JsonObject = {}): JsonObject => ({
  type: 'object',
  required: ['name', 'value'],
  additionalProperties: false,
  properties: { name: { title: 'Name', type: 'string', minLength: 1, maxLength: 200, order: 0, ...name }, value: { title: 'Value', type: 'string', maxLength: 4_000, order: 1, ...value } },
});

export const httpApiSpec: ConnectorSpec = {
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'HTTP JSON API',
    type: 'object',
    required: ['url_base', 'streams'],
    additionalProperties: false,
    properties: {
      url_base: { title: 'Base address', type: 'string', format: 'uri', pattern: '^https?://', order: 0, examples: ['https://api.example.com/v1'] },
      authenticator: { ...authenticatorSchema, order: 1 },
      request_headers: { title: 'Headers', description: 'Sent with every request.', type: 'array', maxItems: 30, order: 2, items: pair({ airbyte_secret: true }, { pattern: HEADER_NAME, examples: ['X-Tenant'] }) },
      request_parameters: { title: 'Parameters', description: 'Put into every address.', type: 'array', maxItems: 30, order: 3, items: pair({}) },
      streams: { title: 'Streams', type: 'array', minItems: 1, maxItems: 50, order: 4, items: stream },
    },
  },
};
