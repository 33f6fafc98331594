import { Field } from '@moorage/contracts';
import type { JsonObject } from '@moorage/domain';

export const ERROR_TYPES = [
  'validation_error',
  'client_error',
  'authentication_error',
  'authorization_error',
  'not_found_error',
  'conflict_error',
  'rate_limit_error',
  'upstream_error',
  'server_error',
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

/** What went wrong. */
export class ErrorBody {
  @Field.string({ doc: 'Code for machines; the reference of errors explains each.', example: 'VALIDATION_ERROR' })
  code!: string;

  @Field.string({ doc: 'What is wrong and what to do, for people.', example: 'The request is not in the expected form. name is required' })
  message!: string;

  @Field.choice(ERROR_TYPES, { doc: 'Kind of error.', example: 'validation_error' })
  type!: ErrorType;

  @Field.integer({ doc: 'HTTP status.', example: 400 })
  status!: number;

  @Field.map({ doc: 'Facts for machines: `errors` lists the offending fields, `failure` says why a server did not work, `requiredRole` or `requiredScopes` what the key lacks.', example: { errors: [{ field: 'name', message: 'name is required', rule: 'required' }] } })
  details!: JsonObject;

  @Field.string({ doc: 'W3C trace id of the request; the same as the header `x-request-id`.', example: '4bf92f3577b34da6a3ce929d0e0e4736' })
  trace_id!: string;

  @Field.timestamp({ doc: 'When it happened.', example: '2025-12-22T15:30:00Z' })
  timestamp!: string;
}

/** The one shape of every error. */
export class ErrorReply {
  @Field.literal(false, { doc: 'Always false.' })
  success!: false;

  @Field.object(() => ErrorBody, { doc: 'What went wrong.' })
  error!: ErrorBody;
}
