/** What sort of thing went wrong; the gateway maps each kind to one HTTP status and type. */
export type ErrorKind =
  | 'validation'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_acceptable'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media'
  | 'impossible'
  | 'rate_limited'
  | 'internal'
  | 'upstream'
  | 'unavailable'
  | 'timeout';

export interface ErrorEntry {
  kind: ErrorKind;
  /** Whether the same request may succeed later without anyone changing anything. */
  retryable: boolean;
  /** One sentence for people; the default message of the error. */
  summary: string;
  /** What to do about it, one or two sentences. */
  remedy: string;
}

const entry = (kind: ErrorKind, summary: string, remedy: string, retryable = false): ErrorEntry => ({ kind, retryable, summary, remedy });

/**
 * Every error code a caller can meet. The reference page of codes is generated from this table.
 * Add a code here, throw it as `new MoorageError(code)`, and list it in the message definition that can answer it.
 */
export const ERROR_CATALOGUE = {
  VALIDATION_ERROR: entry('validation', 'The request is not in the expected form.', 'Correct the fields named in details.errors and send it again.'),
  CONNECTOR_INVALID_CONFIG: entry('invalid', 'The connector configuration is invalid.', 'Correct the fields named in details.errors; the definition shows the schema of its configuration.'),
  AUTHENTICATION_REQUIRED: entry('unauthenticated', 'This request needs an API key or an access token.', 'Send it as "Authorization: Bearer <key or token>", or a key in the X-API-Key header.'),
  INVALID_API_KEY: entry('unauthenticated', 'The API key is not valid.', 'Check that the whole key was copied and that it was not deleted or rotated.'),
  API_KEY_EXPIRED: entry('unauthenticated', 'The API key has expired.', 'Create a new key, or rotate this one with a key that is still valid.'),
  TOKEN_INVALID: entry('unauthenticated', 'The access token is not valid.', 'Get a new one from the issuer that this installation trusts, made for this API.'),
  TOKEN_EXPIRED: entry('unauthenticated', 'The access token has expired.', 'Get a new one from its issuer.'),
  INSUFFICIENT_PERMISSIONS: entry('forbidden', 'The role or the scopes of this key or access token do not allow this.', 'Use one whose role and scopes allow it; details names what is needed.'),
  ORGANIZATION_ACCESS_DENIED: entry('forbidden', 'The access token names no organization of this installation.', 'Ask whoever issues it to put the id of yours (org_…) into it.'),
  ORIGIN_NOT_ALLOWED: entry('forbidden', 'Pages of this origin may not call this MCP endpoint.', 'The operator allows origins in ALLOWED_ORIGINS, and names the address of this installation in PUBLIC_URL.'),
  NOT_ACCEPTABLE: entry('not_acceptable', 'The client does not take what this MCP endpoint answers with.', 'Send the header "Accept: application/json, text/event-stream".'),
  NOT_FOUND: entry('not_found', 'There is nothing at this address.', 'Check the method and the path against /docs.'),
  ORGANIZATION_NOT_FOUND: entry('not_found', 'There is no such organization.', 'Check the organization id; GET /v1/me shows yours.'),
  USER_NOT_FOUND: entry('not_found', 'There is no such user in this organization.', 'List the users of the organization to see their ids.'),
  API_KEY_NOT_FOUND: entry('not_found', 'There is no such API key in this organization.', 'List the API keys of the organization to see their ids.'),
  CONFIGURATION_NOT_FOUND: entry('not_found', 'There is no such configuration among yours.', 'List your configurations to see their ids.'),
  TOOL_NOT_FOUND: entry('not_found', 'There is no such tool in this configuration, or assistants may not use it.', 'List the tools of the configuration to see those that can be called.'),
  CONNECTOR_NOT_FOUND: entry('not_found', 'There is no such connector, or it is not visible to you.', 'List the catalogue to see the connectors you can use.'),
  CONNECTOR_WORKSPACE_NOT_FOUND: entry('not_found', 'There is no such workspace in this organization.', 'List the workspaces of the organization to see their ids.'),
  CONNECTOR_DEFINITION_NOT_FOUND: entry('not_found', 'There is no such source or destination definition.', 'List the definitions to see those that can be used.'),
  CONNECTOR_SOURCE_NOT_FOUND: entry('not_found', 'There is no such source in this organization.', 'List the sources of the organization to see their ids.'),
  CONNECTOR_DESTINATION_NOT_FOUND: entry('not_found', 'There is no such destination in this organization.', 'List the destinations of the organization to see their ids.'),
  CONNECTOR_CONNECTION_NOT_FOUND: entry('not_found', 'There is no such connection in this organization.', 'List the connections of the organization to see their ids.'),
  CONNECTOR_TAG_NOT_FOUND: entry('not_found', 'There is no such tag in this organization.', 'List the tags of the organization to see their ids.'),
  CONFLICT: entry('conflict', 'This is still in use.', 'Remove what uses it first; details says what that is.'),
  CONFIGURATION_DISABLED: entry('conflict', 'This configuration is switched off.', 'Switch it on with POST …/toggle {"enabled": true}, then try again.'),
  TOOL_CHANGED: entry('conflict', 'The definition of this tool has changed and is held until its owner accepts the new one.', 'Read the new definition with GET …/tools. If you trust it, accept it with POST …/tools/accept {"names": ["…"]}, then call again.'),
  IDEMPOTENCY_KEY_REUSED: entry('conflict', 'This Idempotency-Key was already used for another request.', 'Send a new key with every new request; repeat a key only to repeat the very same request.'),
  IDEMPOTENCY_KEY_IN_USE: entry('conflict', 'The first request with this Idempotency-Key is still being carried out.', 'Wait for the time in Retry-After, then send the same request with the same key again.', true),
  IDEMPOTENCY_ANSWER_NOT_KEPT: entry('conflict', 'This request was carried out before, and its answer was not kept.', 'Read details.reason: a secret is never shown twice, and a very large answer is not kept. It was not carried out again.'),
  PAYLOAD_TOO_LARGE: entry('too_large', 'The request body is too large.', 'Send at most 1 MiB, or 4 MiB to an MCP endpoint.'),
  UNSUPPORTED_MEDIA_TYPE: entry('unsupported_media', 'The request body is not JSON.', 'Send JSON with Content-Type: application/json.'),
  UNPROCESSABLE: entry('impossible', 'The request was understood but cannot be carried out.', 'Read the message; it says which part is impossible and why.'),
  RATE_LIMITED: entry('rate_limited', 'Too many requests.', 'Wait for the time in Retry-After, then continue more slowly.', true),
  INTERNAL_ERROR: entry('internal', 'Something went wrong on our side.', 'Try again. If it keeps happening, give the X-Request-Id of this answer to the operator of Moorage.', true),
  CONNECTOR_SERVER_UNREACHABLE: entry('upstream', 'The MCP server could not be reached.', 'Read details.failure: it names the stage and what to do.', true),
  CONNECTOR_AUTHENTICATION_FAILED: entry('upstream', 'The MCP server did not accept the credentials.', 'Enter the credentials again; details.failure says what the server asked for.'),
  CONNECTOR_PROTOCOL_ERROR: entry('upstream', 'The server did not answer as an MCP server should.', 'Read details.failure: it says what was wrong with the answer.'),
  SERVICE_UNAVAILABLE: entry('unavailable', 'No instance of the service that handles this is running.', 'Try again shortly; the operator sees at /health/ready which service is missing.', true),
  UPSTREAM_TIMEOUT: entry('timeout', 'The service did not answer in time.', 'Try again. If it keeps happening, the operator should look at the load of the service.', true),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value);
}
