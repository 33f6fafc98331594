import type { ErrorCode } from './catalogue';

/** Where a connection attempt to an MCP server ended. */
export const FAILURE_STAGES = ['configuration', 'dns', 'connect', 'tls', 'http', 'authenticate', 'handshake', 'list_tools'] as const;
export type FailureStage = (typeof FAILURE_STAGES)[number];

/** Why a connector does not work, in words for the person who owns it. Holds no secret and no text of the upstream's body. */
export interface Failure {
  stage: FailureStage;
  code: FailureCode;
  message: string;
  hint: string;
  retryable: boolean;
}

interface FailureEntry {
  stage: FailureStage;
  /** `{name}` places are filled from the facts given to `failure()`. */
  message: string;
  hint: string;
  retryable: boolean;
}

const entry = (stage: FailureStage, message: string, hint: string, retryable = false): FailureEntry => ({ stage, message, hint, retryable });

/**
 * Every way a personal connector can fail. A reader who is given only message and hint should know the right fix.
 * The stage is where the failure usually shows; `failure()` may be told another.
 */
export const FAILURES = {
  // configuration: nothing was sent
  CONFIGURATION_INCOMPLETE: entry('configuration', 'The configuration lacks {what}.', 'Edit the configuration, fill in {what}, and test again.'),
  CONFIGURATION_NOT_USABLE: entry('configuration', 'The value of {what} cannot be used in an address or header.', 'Remove line breaks and control characters from {what}; it must be one line of plain text.'),
  HEADER_NOT_ALLOWED: entry('configuration', 'The header {header} cannot be set by a configuration.', 'Remove this header; the connection itself decides about it.'),
  ADDRESS_INVALID: entry('configuration', 'The server address is not a complete http or https address.', 'Enter an address like https://example.com/mcp, starting with http:// or https://.'),
  CREDENTIALS_MISSING: entry('configuration', 'This connector needs credentials and none are stored.', 'Add credentials of one of these kinds: {methods}.'),
  CREDENTIALS_FOR_ANOTHER_ADDRESS: entry('configuration', 'The credentials were entered for {origin}, but the connector now points to another address.', 'Check that the new address is right, then enter the credentials again.'),
  CREDENTIALS_UNREADABLE: entry('configuration', 'The stored credentials cannot be decrypted with the present encryption keys.', 'Enter the credentials again, or ask the operator to restore the former key in ENCRYPTION_KEYS.'),
  TRANSPORT_NOT_SUPPORTED: entry('configuration', 'Servers of type {type} cannot be reached by this installation.', 'Use a server that offers MCP over Streamable HTTP.'),
  ADDRESS_NOT_ALLOWED: entry('configuration', 'The address {host} is not allowed: it belongs to {range}.', 'Use a public address, or ask the operator to allow this one in EGRESS_ALLOW.'),
  ADDRESS_NEVER_ALLOWED: entry('configuration', 'The address {host} can never be used: it belongs to {range}.', 'Enter the address of the MCP server itself; this one is out of bounds for every connector.'),
  // dns
  HOST_NOT_FOUND: entry('dns', 'The host {host} does not exist.', 'Check the spelling of the host in the server address.'),
  DNS_FAILED: entry('dns', 'The name server did not answer for {host}.', 'Try again in a moment; if it stays, the operator should check the network’s DNS.', true),
  // connect
  CONNECTION_REFUSED: entry('connect', 'Nothing is listening at {host}.', 'Check the port in the address and that the server is running.', true),
  HOST_UNREACHABLE: entry('connect', 'There is no network route to {host}.', 'Check the address; the operator should check firewall and network.', true),
  CONNECT_TIMEOUT: entry('connect', '{host} did not accept a connection in time.', 'Check the address and port; a firewall may be dropping the connection.', true),
  HOST_BUSY: entry('connect', 'Too many connections to {host} were in use at the same time.', 'Wait until the other tests of this server have ended, then test again.', true),
  // tls
  CERTIFICATE_EXPIRED: entry('tls', 'The certificate of {host} has expired.', 'The owner of the server must renew its certificate.'),
  CERTIFICATE_NOT_YET_VALID: entry('tls', 'The certificate of {host} is not valid yet.', 'Check the clock of this machine; if it is right, the owner of the server must install a certificate that is valid today.'),
  CERTIFICATE_WRONG_HOST: entry('tls', 'The certificate shown by {host} is for another name.', 'Use the host name that the certificate was made for.'),
  CERTIFICATE_UNTRUSTED: entry('tls', 'The certificate of {host} is self-signed or comes from an unknown authority.', 'Use a certificate of a public authority, or have the operator add the authority with NODE_EXTRA_CA_CERTS.'),
  TLS_NOT_SPOKEN: entry('tls', '{host} does not speak TLS on this port.', 'Use http:// instead of https://, or the port on which the server offers https.'),
  TLS_TIMEOUT: entry('tls', '{host} accepted the connection but did not answer the offer of a secure one.', 'Check that this port offers https; if it does not, use http:// or another port.', true),
  TLS_FAILED: entry('tls', 'No secure connection to {host} could be agreed on.', 'The owner of the server should check its TLS version, ciphers and certificate.'),
  // http
  TLS_EXPECTED: entry('http', '{host} expects https on this port.', 'Use https:// in the server address.'),
  CONNECTION_CLOSED: entry('http', '{host} closed the connection in the middle of the exchange.', 'Try again; if it stays, check the log of the server for a crash.', true),
  NOT_HTTP: entry('http', 'What listens at {host} does not speak HTTP.', 'Check the port; it may belong to another service.'),
  ENDPOINT_NOT_FOUND: entry('http', 'The server answered, but there is no MCP endpoint at this path (HTTP {status}).', 'Check the path of the address; many servers use /mcp.'),
  METHOD_NOT_ALLOWED: entry('http', 'The server does not accept MCP requests at this path (HTTP 405).', 'Check the path of the address; it may be a server that only offers the older HTTP+SSE transport.'),
  REDIRECTED: entry('http', 'The server sends requests on to {target} instead of answering.', 'Use the final address of the server directly, for credentials are never sent on; if it leads to a login page, the credentials are missing or wrong.'),
  RATE_LIMITED_BY_SERVER: entry('http', 'The server refused the request because there were too many (HTTP 429).', 'Wait {wait} and test again.', true),
  SERVER_ERROR: entry('http', 'The server failed while answering (HTTP {status}).', 'Try again later; if it stays, tell the owner of the server.', true),
  REQUEST_REFUSED: entry('http', 'The server refused the request (HTTP {status}).', 'Check the address and the settings of the connector against the documentation of the server.'),
  HTML_PAGE: entry('http', 'The address answers with a web page, not with MCP.', 'Use the address of the MCP endpoint, not of the web site; if it is a login page, the credentials may be missing.'),
  NOT_MCP: entry('http', 'The server answered, but not in the form of MCP (content type {contentType}).', 'Check that the address is that of an MCP endpoint with Streamable HTTP.'),
  // authenticate
  AUTHENTICATION_REQUIRED: entry('authenticate', 'The server asks for credentials and none were sent (HTTP 401).', 'Add credentials to the configuration.'),
  AUTHENTICATION_FAILED: entry('authenticate', 'Authentication failed: the server did not accept the credentials (HTTP 401).', 'Enter a new token or key; the present one is wrong, expired or revoked.'),
  ACCESS_DENIED: entry('authenticate', 'The server denies access, and no credentials were sent (HTTP 403).', 'Add credentials to the configuration; if the server needs none, its owner must admit the network address of Moorage.'),
  PERMISSION_DENIED: entry('authenticate', 'The server knows the credentials but denies access (HTTP 403).', 'Give the token or account the permissions that the server asks for, or use another account.'),
  // handshake and any later exchange
  RESPONSE_TIMEOUT: entry('handshake', 'The server accepted the connection but did not answer in time.', 'Check that the server is not stuck; try again in a moment.', true),
  INVALID_ANSWER: entry('handshake', 'The answer of the server is not valid MCP.', 'Check that the address is that of an MCP endpoint; if so, tell the owner of the server.'),
  ANSWER_TOO_LARGE: entry('handshake', 'The answer of the server is larger than allowed ({limit}).', 'Tell the owner of the server; an answer without an end points to a fault there.'),
  PROTOCOL_VERSION_NOT_SUPPORTED: entry('handshake', 'The server and Moorage have no MCP version in common.', 'Update the server to a current MCP revision.'),
  SERVER_REPORTED_ERROR: entry('handshake', 'The server answered with an MCP error (code {rpcCode}).', 'Check the settings of the connector; if they are right, look into the log of the server.'),
  SESSION_LOST: entry('handshake', 'The server forgot the session it had just opened.', 'Try again; if it stays, several copies of the server may run without sharing sessions.', true),
  // list_tools
  NO_TOOLS: entry('list_tools', 'The server works but offers no tools.', 'Check that the account may use tools on this server and that its tools are switched on.'),
  DUPLICATE_TOOL_NAMES: entry('list_tools', 'The server offers several tools with the name {tool}.', 'Tell the owner of the server; tool names must be unique.'),
  INVALID_TOOL: entry('list_tools', 'The server offers a tool whose definition is not valid ({what}).', 'Tell the owner of the server.'),
  TOO_MANY_TOOLS: entry('list_tools', 'The tool list of the server is longer than allowed ({limit}).', 'Limit the tools on the server, for example to one toolset.'),
  ENDLESS_PAGES: entry('list_tools', 'The tool list of the server never ends: its pages repeat, or there are more than two hundred.', 'Tell the owner of the server; its paging is faulty.'),
  CANCELLED: entry('handshake', 'The test was cancelled before the server had answered.', 'Start it again.', true),
  UNEXPECTED: entry('handshake', 'The connection failed in a way that Moorage does not know.', 'Try again; if it stays, give the operator the trace id of this answer.', true),
} as const satisfies Record<string, FailureEntry>;

export type FailureCode = keyof typeof FAILURES;

/**
 * Makes a failure from the catalogue. `facts` fill the `{places}`; each is cut to 120 visible characters on one line,
 * so that nothing a server sends can take over the text. A place without a fact becomes a neutral word.
 */
export function failure(code: FailureCode, facts: Record<string, string | number | undefined> = {}, stage?: FailureStage): Failure {
  const entry = FAILURES[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_match, name: string) => tidy(facts[name]));
  return { stage: stage ?? entry.stage, code, message: fill(entry.message), hint: fill(entry.hint), retryable: entry.retryable };
}

/** The API error that stands for a failure where the caller asked for more than a test. */
export function errorCodeOf(failure: Failure): ErrorCode {
  if (failure.stage === 'authenticate' || failure.code === 'CREDENTIALS_MISSING') return 'CONNECTOR_AUTHENTICATION_FAILED';
  const unreachable = failure.stage === 'dns' || failure.stage === 'connect' || failure.stage === 'tls' || failure.stage === 'configuration';
  return unreachable || UNREACHABLE.has(failure.code) ? 'CONNECTOR_SERVER_UNREACHABLE' : 'CONNECTOR_PROTOCOL_ERROR';
}

const UNREACHABLE = new Set<FailureCode>(['RESPONSE_TIMEOUT', 'SERVER_ERROR', 'RATE_LIMITED_BY_SERVER', 'CONNECTION_CLOSED', 'TLS_EXPECTED']);

function tidy(fact: string | number | undefined): string {
  // Control characters are exactly what must go
  const line = String(fact ?? 'unknown').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
