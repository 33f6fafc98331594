import { assertAllowed, ERROR_CATALOGUE, failure, MoorageError, upstreamError, type Caller, type Demand, type ErrorCode } from '@moorage/domain';
import { rateLimited } from '../access/hold-to';
import { errorReply } from '../http/error-answer';
import type { OperationRecord } from '../operation/operation';

/** An example as OpenAPI writes it. */
interface ErrorExample {
  summary: string;
  value: object;
}

const INSTANT = new Date('2025-12-22T15:30:00Z');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const POWERLESS: Caller = { organizationId: 'org_default', userId: 'user_01jabc', role: 'member', scopes: [] };

/** Errors that have more to say than the catalogue, each as any operation that lists its code can answer it. */
const TELLING = [
  MoorageError.invalid('VALIDATION_ERROR', [{ field: 'colour', message: 'colour is not a query parameter of this request', rule: 'unknown' }]),
  MoorageError.invalid('CONNECTOR_INVALID_CONFIG', [
    { field: 'configuration.branch', message: 'configuration.branch must be text', rule: 'type' },
    { field: 'configuration.paths.1', message: 'configuration.paths.1 must be text', rule: 'type' },
  ]),
  new MoorageError('CONFLICT', { details: { configurations: 2 } }),
  new MoorageError('IDEMPOTENCY_KEY_IN_USE', { details: { retryAfterSeconds: 2 } }),
  new MoorageError('IDEMPOTENCY_ANSWER_NOT_KEPT', { details: { reason: 'size', id: 'pconf_01jabc' } }),
  rateLimited({ limit: 6_000, resetSeconds: 42 }),
  upstreamError(failure('CONNECTION_REFUSED', { host: 'mcp.example.com' })),
  upstreamError(failure('AUTHENTICATION_FAILED')),
  upstreamError(failure('NOT_MCP', { contentType: 'text/plain' })),
];

/** Examples for the components of the document, of every error that reads the same wherever it happens. */
export function errorExamples(codes: Iterable<ErrorCode>): Record<string, ErrorExample> {
  const shared = [...codes].filter((code) => code !== 'INSUFFICIENT_PERMISSIONS').sort();
  return Object.fromEntries(shared.map((code) => [code, example(TELLING.find((error) => error.code === code) ?? new MoorageError(code))]));
}

/** The example of a code in one operation: the shared one, but for the refusal that names what this operation demands. */
export function errorExampleOf({ access }: OperationRecord, code: ErrorCode): ErrorExample | { $ref: string } {
  if (code !== 'INSUFFICIENT_PERMISSIONS' || access === 'public') return { $ref: `#/components/examples/${code}` };
  return example(refusal(access));
}

function example(error: MoorageError): ErrorExample {
  return { summary: ERROR_CATALOGUE[error.code].summary, value: errorReply(error, TRACE, INSTANT) };
}

/** What somebody hears who may do nothing. */
function refusal(demand: Demand): MoorageError {
  try {
    assertAllowed(POWERLESS, demand);
  } catch (error) {
    if (error instanceof MoorageError) return error;
  }
  return new MoorageError('INSUFFICIENT_PERMISSIONS');
}
