import { schemaOf, type SchemaBook } from '@moorage/contracts';
import { ERROR_CATALOGUE, MoorageError, type ErrorCode } from '@moorage/domain';
import { errorReply, HTTP_STATUS } from '../http/error-answer';
import { ErrorReply } from '../http/error-reply';
import type { OperationRecord } from '../operation/operation';
import { exampleOf } from './examples';

type Part = Record<string, unknown>;

const HEADERS = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };
const EXAMPLE_INSTANT = new Date('2025-12-22T15:30:00Z');
const EXAMPLE_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What codes mean here, where that is more than the catalogue says. */
const MEANINGS: Partial<Record<ErrorCode, string>> = {
  PAYLOAD_TOO_LARGE: 'The address and headers of the request exceed 16 KiB, or its body 1 MiB.',
  SERVICE_UNAVAILABLE: 'The database does not answer, or no instance of the service that handles this is running.',
};

/** Every answer that an operation can give, by status. */
export function responsesOf(operation: OperationRecord, book: SchemaBook): Part {
  const success = {
    description: 'Done.',
    headers: HEADERS,
    content: { 'application/json': { schema: schemaOf(operation.reply, book), example: exampleOf(operation.reply) } },
  };
  return { [operation.status]: success, ...errorResponses(errorCodesOf(operation), book) };
}

/** An example of every error, for the components of the document. */
export function errorExamples(codes: Iterable<ErrorCode>): Part {
  return Object.fromEntries(
    [...codes].sort().map((code) => [code, { summary: ERROR_CATALOGUE[code].summary, value: errorReply(new MoorageError(code), EXAMPLE_TRACE, EXAMPLE_INSTANT) }]),
  );
}

/** The codes of the operation itself, and those that come from its shape. */
export function errorCodesOf({ access, method, path, forwarded, errors }: OperationRecord): ErrorCode[] {
  const guarded = access !== 'public';
  const limited = guarded && (access.scopes.length > 0 || access.role !== undefined);
  const codes: (ErrorCode | false)[] = [
    'VALIDATION_ERROR',
    guarded && 'AUTHENTICATION_REQUIRED',
    guarded && 'INVALID_API_KEY',
    guarded && 'API_KEY_EXPIRED',
    limited && 'INSUFFICIENT_PERMISSIONS',
    path.includes('{organization_id}') && 'ORGANIZATION_NOT_FOUND',
    ...errors,
    'PAYLOAD_TOO_LARGE',
    method !== 'GET' && 'UNSUPPORTED_MEDIA_TYPE',
    'INTERNAL_ERROR',
    (guarded || forwarded) && 'SERVICE_UNAVAILABLE',
    (guarded || forwarded) && 'UPSTREAM_TIMEOUT',
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function errorResponses(codes: ErrorCode[], book: SchemaBook): Part {
  const statuses = [...new Set(codes.map(statusOf))];
  return Object.fromEntries(statuses.map((status) => [status, errorResponse(codes.filter((code) => statusOf(code) === status), book)]));
}

function errorResponse(codes: ErrorCode[], book: SchemaBook): Part {
  return {
    description: codes.map((code) => `\`${code}\`: ${MEANINGS[code] ?? ERROR_CATALOGUE[code].summary}`).join('\n\n'),
    headers: HEADERS,
    content: { 'application/json': { schema: schemaOf(ErrorReply, book), examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])) } },
  };
}

function statusOf(code: ErrorCode): number {
  return HTTP_STATUS[ERROR_CATALOGUE[code].kind].status;
}
