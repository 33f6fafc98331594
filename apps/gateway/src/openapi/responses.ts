import { schemaOf, type SchemaBook } from '@moorage/contracts';
import { ERROR_CATALOGUE, type ErrorCode } from '@moorage/domain';
import { HTTP_STATUS } from '../http/error-answer';
import { ErrorReply } from '../http/error-reply';
import type { OperationRecord } from '../operation/operation';
import { answerExample } from './answer-examples';
import { headersOf } from './answer-headers';
import { errorExampleOf } from './error-examples';

type Part = Record<string, unknown>;

/** What codes mean here, where that is more than the catalogue says. */
const MEANINGS: Partial<Record<ErrorCode, string>> = {
  PAYLOAD_TOO_LARGE: 'The address and headers of the request exceed 16 KiB, or its body 1 MiB; 4 MiB where it is a message of MCP.',
  SERVICE_UNAVAILABLE: 'The database does not answer, or no instance of the service that handles this is running.',
};

/** Every answer that an operation can give, by status. */
export function responsesOf(operation: OperationRecord, book: SchemaBook): Part {
  const success = {
    description: 'Done.',
    headers: headersOf(operation),
    ...(operation.status !== 204 && { content: { 'application/json': { schema: schemaOf(operation.reply, book), example: answerExample(operation) } } }),
  };
  return { [operation.status]: success, ...errorResponses(operation, book) };
}

/** The codes of the operation itself, and those that come from its shape. */
export function errorCodesOf({ access, method, path, forwarded, once, errors }: OperationRecord): ErrorCode[] {
  const guarded = access !== 'public';
  const limited = guarded && (access.scopes.length > 0 || access.role !== undefined);
  const codes: (ErrorCode | false)[] = [
    'VALIDATION_ERROR',
    guarded && 'AUTHENTICATION_REQUIRED',
    guarded && 'INVALID_API_KEY',
    guarded && 'API_KEY_EXPIRED',
    guarded && 'TOKEN_INVALID',
    guarded && 'TOKEN_EXPIRED',
    guarded && 'ORGANIZATION_ACCESS_DENIED',
    limited && 'INSUFFICIENT_PERMISSIONS',
    path.includes('{organization_id}') && 'ORGANIZATION_NOT_FOUND',
    ...errors,
    once && 'IDEMPOTENCY_KEY_REUSED',
    once && 'IDEMPOTENCY_KEY_IN_USE',
    once && 'IDEMPOTENCY_ANSWER_NOT_KEPT',
    'PAYLOAD_TOO_LARGE',
    guarded && 'RATE_LIMITED',
    method !== 'GET' && 'UNSUPPORTED_MEDIA_TYPE',
    'INTERNAL_ERROR',
    (guarded || forwarded) && 'SERVICE_UNAVAILABLE',
    (guarded || forwarded) && 'UPSTREAM_TIMEOUT',
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

/** The errors that an operation can answer, by status. */
export function errorResponses(operation: OperationRecord, book: SchemaBook): Part {
  const codes = errorCodesOf(operation);
  const statuses = [...new Set(codes.map(statusOf))];
  return Object.fromEntries(statuses.map((status) => [status, errorResponse(operation, codes.filter((code) => statusOf(code) === status), book)]));
}

function errorResponse(operation: OperationRecord, codes: ErrorCode[], book: SchemaBook): Part {
  return {
    description: codes.map((code) => `\`${code}\`: ${MEANINGS[code] ?? ERROR_CATALOGUE[code].summary}`).join('\n\n'),
    headers: headersOf(operation, codes),
    content: { 'application/json': { schema: schemaOf(ErrorReply, book), examples: Object.fromEntries(codes.map((code) => [code, errorExampleOf(operation, code)])) } },
  };
}

function statusOf(code: ErrorCode): number {
  return HTTP_STATUS[ERROR_CATALOGUE[code].kind].status;
}
