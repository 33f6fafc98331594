import type { ErrorCode } from './catalogue';
import { tidy } from './tidy';

/** Where a connection attempt to an MCP server ended. */
export const FAILURE_STAGES = ['configuration', 'dns', 'connect', 'tls', 'http', 'authenticate', 'handshake', 'list_tools'] as const;
export type FailureStage = (typeof FAILURE_STAGES)[number];

/**
 * Why a connector does not work, in words for the person who owns it. Holds no secret and no words of a server; only the last words of a
 * command that we run ourselves may be quoted, redacted and shortened, because nobody else will ever see them.
 */
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
  CONFIGURATION_INCOMPLETE: entry('configuration', 'The configuration has no value for {what}.', 'Fill in {what} in the configuration, then try again.'),
  CONFIGURATION_NOT_USABLE: entry('configuration', 'The value of {what} cannot be used in an address, a header or a command.', 'Enter {what} as one line of plain text; a pasted value often carries a line break or invisible characters.'),
  ARGUMENT_LIKE_OPTION: entry('configuration', 'The value of {what} starts with a hyphen, so the command would take it for an option.', 'Enter a value that starts with another character. If it has to be this one, ask the author of the connector to write name and value as one argument.'),
  VARIABLE_NOT_ALLOWED: entry('configuration', 'The environment variable {name} cannot be set by a connector.', 'Remove it from the env of the connector or from the credentials: it changes which programs run, not what the server does.'),
  COMMAND_MISSING: entry('configuration', 'The connector names no command to run.', 'Ask the author of the connector to enter the command of the server.'),
  COMMAND_NOT_ALLOWED: entry('configuration', 'Moorage may not run "{command}" here.', 'Ask the operator of Moorage to allow it: {variable} lists the beginnings of command lines that may run.'),
  HEADER_NOT_ALLOWED: entry('configuration', 'The header {header} cannot be set by a connector.', 'Remove it from the headers of the connector; Moorage sets it itself.'),
  ADDRESS_INVALID: entry('configuration', 'The server address is not a complete http or https address.', 'Enter an address like https://example.com/mcp, starting with http:// or https://.'),
  CREDENTIALS_MISSING: entry('configuration', 'This connector needs credentials, but none are stored.', 'Add credentials to the configuration, of one of these types: {methods}.'),
  CREDENTIALS_FOR_ANOTHER_ADDRESS: entry('configuration', 'The credentials were entered for {origin}, but the connector now leads to another address.', 'Check that the new address is right, then enter the credentials again.'),
  CREDENTIALS_FOR_ANOTHER_COMMAND: entry('configuration', 'The credentials were entered for another command, or for other settings of it.', 'Check that the command and the configuration are right, then enter the credentials again.'),
  CREDENTIALS_UNREADABLE: entry('configuration', 'The stored credentials cannot be decrypted with the current encryption keys.', 'Enter the credentials again, or ask the operator of Moorage to restore the previous key in ENCRYPTION_KEYS.'),
  ADDRESS_NOT_ALLOWED: entry('configuration', 'Moorage may not connect to {host}: it belongs to {range}.', 'Use a public address, or ask the operator of Moorage to allow this one in EGRESS_ALLOW.'),
  ADDRESS_NEVER_ALLOWED: entry('configuration', 'Moorage never connects to {host}: it belongs to {range}.', 'Check the server address for mistakes. If it is right, this server cannot be used, and no setting changes that.'),
  // dns
  HOST_NOT_FOUND: entry('dns', 'Moorage could not find the host name {host}.', 'Check the spelling of the host name in the server address. If it is right, ask the operator of Moorage whether Moorage can look it up.'),
  DNS_FAILED: entry('dns', 'The host name {host} could not be looked up: DNS did not answer.', 'Try again in a minute. If it keeps happening, ask the operator of Moorage to check its DNS.', true),
  // connect
  CONNECTION_REFUSED: entry('connect', 'Nothing is listening at {host}.', 'Check the port in the server address. If it is right, ask the owner of the server whether it is running.', true),
  HOST_UNREACHABLE: entry('connect', 'Moorage has no network route to {host}.', 'Check the server address. If it is right, ask the operator of Moorage to check network and firewall.', true),
  CONNECT_TIMEOUT: entry('connect', '{host} did not respond to the connection attempt in time.', 'Check address and port. If they are right, a firewall may be blocking Moorage: ask the owner of the server.', true),
  HOST_BUSY: entry('connect', 'Too many connections to {host} are open at the moment.', 'Wait a minute, then try again.', true),
  COMMAND_NOT_FOUND: entry('connect', 'The command {command} was not found on the machine that runs Moorage.', 'Check its spelling; the words after the program belong into args. If both are right, ask the operator of Moorage to install it.'),
  COMMAND_NOT_EXECUTABLE: entry('connect', 'The command {command} is on the machine that runs Moorage, but cannot be executed.', 'Ask the operator of Moorage to check the file and its permissions.'),
  COMMANDS_BUSY: entry('connect', 'Too many commands are running here at the moment.', 'Wait a minute, then try again.', true),
  // tls
  CERTIFICATE_EXPIRED: entry('tls', 'The certificate of {host} has expired.', 'Ask the owner of the server to renew it.'),
  CERTIFICATE_NOT_YET_VALID: entry('tls', 'The certificate of {host} is not valid yet.', 'Ask the owner of the server from when it is valid. If that has passed, tell the operator of Moorage to check the clock of its machine.'),
  CERTIFICATE_WRONG_HOST: entry('tls', 'The certificate of {host} was made for another host name.', 'Check the host name in the server address. If it is right, the owner of the server must replace the certificate.'),
  CERTIFICATE_UNTRUSTED: entry('tls', 'The certificate of {host} is not trusted: it is self-signed, or nobody here knows who issued it.', 'Ask the owner of the server for a trusted one, or the operator of Moorage to trust its issuer (NODE_EXTRA_CA_CERTS).'),
  TLS_NOT_SPOKEN: entry('tls', '{host} does not offer https on this port.', 'Check the port. Use http:// only in a network you trust: the credentials would travel unencrypted.'),
  TLS_TIMEOUT: entry('tls', '{host} accepted the connection, but did not set up https in time.', 'Check that this port offers https. If it does, try again in a minute, then tell the owner of the server.', true),
  TLS_FAILED: entry('tls', 'A secure (https) connection to {host} could not be set up.', 'Check the port. If it is right, ask the owner of the server to check TLS version, ciphers and certificate.'),
  // http
  TLS_EXPECTED: entry('http', '{host} expects https on this port.', 'Use https:// in the server address.'),
  CONNECTION_CLOSED: entry('http', '{host} closed the connection before its answer was complete.', 'Try again. If it keeps happening, ask the owner of the server to check its log.', true),
  NOT_HTTP: entry('http', 'The service at {host} does not speak HTTP.', 'Check the port; it may belong to another service.'),
  ENDPOINT_NOT_FOUND: entry('http', 'The server answered, but there is no MCP endpoint at this path (HTTP {status}).', 'Check the path in the server address; many servers use /mcp.'),
  METHOD_NOT_ALLOWED: entry('http', 'The server does not take MCP requests at this path (HTTP 405).', 'Compare the path in the server address with the documentation of the server; many use /mcp, or /sse when they are older.'),
  REDIRECTED: entry('http', 'The server redirects to {target} instead of answering.', 'To a login page: credentials are missing or wrong. To a new address of the server that you trust: enter that one instead.'),
  MESSAGES_ELSEWHERE: entry('http', 'The server wants messages to be sent to {target}, which is not where its address leads.', 'Moorage does not follow, for credentials would go there. If you trust that place, enter it as the server address; else tell the owner of the server.'),
  RATE_LIMITED_BY_SERVER: entry('http', 'The server has received too many requests (HTTP 429).', 'Wait {wait} and try again.', true),
  SERVER_ERROR: entry('http', 'The server failed while answering (HTTP {status}).', 'Try again later. If it keeps happening, tell the owner of the server.', true),
  EVENT_STREAM_REFUSED: entry('http', 'The server opens no event stream at this address (HTTP {status}).', 'Set serverType to http: this server may speak Streamable HTTP. If it does speak the older HTTP+SSE, compare the path, often /sse, with its documentation.'),
  REQUEST_REFUSED: entry('http', 'The server rejected the request (HTTP {status}).', 'Compare the server address and the configuration with the documentation of the server. If both are right, tell its owner.'),
  HTML_PAGE: entry('http', 'The address answers with a web page, not with MCP.', 'Enter the address of the MCP endpoint instead of the website. If it is a login page, credentials may be missing.'),
  NOT_MCP: entry('http', 'What the server answers is not MCP (content type {contentType}).', 'Compare the path in the server address, for example /mcp, with the documentation of the server.'),
  // authenticate
  AUTHENTICATION_REQUIRED: entry('authenticate', 'The server requires credentials, but none were sent (HTTP 401).', 'Add credentials to the configuration.'),
  AUTHENTICATION_FAILED: entry('authenticate', 'Authentication failed: the server did not accept the credentials (HTTP 401).', 'Enter a new token or key; the current one may be wrong, expired or revoked.'),
  ACCESS_DENIED: entry('authenticate', 'The server denied access, and no credentials were sent (HTTP 403).', 'Add credentials. If the server needs none, ask its owner to allow requests from the machine that runs Moorage.'),
  PERMISSION_DENIED: entry('authenticate', 'The server denied access with these credentials (HTTP 403).', 'Check the token and its permissions on the server. If both are right, ask its owner whether Moorage is blocked.'),
  // handshake and any later exchange
  RESPONSE_TIMEOUT: entry('handshake', 'The server accepted the connection but did not answer in time.', 'Try again in a minute. If it keeps happening, tell the owner of the server that it does not respond.', true),
  INVALID_ANSWER: entry('handshake', 'The answer of the server is not valid MCP.', 'Check the path in the server address, for example /mcp. If it is right, tell the owner of the server.'),
  ANSWER_TOO_LARGE: entry('handshake', 'The answer of the server is too large (limit {limit}).', 'If it is what a tool answers, ask it for less. Otherwise check that the address is an MCP endpoint and not a download; if it is, tell the owner of the server.'),
  COMMAND_ENDED: entry('handshake', 'The command ended before it had answered ({how}).', 'Check the configuration and the credentials. If they are right, show this message to the operator of Moorage: something the command needs may be missing.'),
  COMMAND_TIMEOUT: entry('handshake', 'The command was started, but did not answer in time.', 'Try again: a program that is downloaded first takes longer. If it keeps happening, ask the operator of Moorage to install it beforehand.', true),
  COMMAND_NOT_MCP: entry('handshake', 'The command prints text where MCP messages are expected.', 'Check that it starts an MCP server over stdio: some need an argument for that. If it does, tell its author that it must print nothing else on standard output.'),
  OUTPUT_TOO_LARGE: entry('handshake', 'The command prints too much (limit {limit}).', 'If it is what a tool answers, ask it for less. Otherwise check that the command starts an MCP server; if it does, tell its author.'),
  PROTOCOL_VERSION_NOT_SUPPORTED: entry('handshake', 'The server and Moorage have no MCP version in common.', 'One of the two is too old: ask the owner of the server and the operator of Moorage which one to update.'),
  SERVER_REPORTED_ERROR: entry('handshake', 'The server answered with an error of its own (MCP code {rpcCode}).', 'Check the configuration. If it is right, give this message to the owner of the server.'),
  SESSION_LOST: entry('handshake', 'The server does not know the session any more that it had opened.', 'Try again. If it keeps happening, tell the owner of the server that its copies may not share sessions.', true),
  // list_tools
  NO_TOOLS: entry('list_tools', 'The connection works, but the server offers no tools.', 'Check in the settings of the server that tools are on and that your token or account may use them, or ask the owner of the server.'),
  DUPLICATE_TOOL_NAMES: entry('list_tools', 'The server offers several tools named {tool}.', 'You cannot fix this here. Tell the owner of the server that tool names must be unique.'),
  INVALID_TOOL: entry('list_tools', 'The server offers a tool that is not valid: {what}.', 'You cannot fix this here. Give this message to the owner of the server.'),
  TOO_MANY_TOOLS: entry('list_tools', 'The tool list of the server is too long (limit {limit}).', 'Switch off tools that you do not need in the settings of the server, or ask its owner to.'),
  ENDLESS_PAGES: entry('list_tools', 'The tool list of the server does not end: {what}.', 'You cannot fix this here. Tell the owner of the server that the paging of tools/list is faulty.'),
  // reading a registry, before there is a connector
  NOT_A_REGISTRY: entry('http', 'The address does not answer as a registry of MCP servers does: {what}.', 'Enter the base address of a registry that needs no credentials, like https://registry.modelcontextprotocol.io.'),
  REGISTRY_ENDLESS: entry('http', 'The list of the registry does not end: {what}.', 'Narrow it down with search. If it keeps happening, tell the owner of the registry that its paging is faulty.'),
  CANCELLED: entry('handshake', 'It was cancelled before the server had answered.', 'Try again.', true),
  UNEXPECTED: entry('handshake', 'The connection failed for a reason that nobody foresaw.', 'Try again. If it keeps happening, tell the operator of Moorage the time, or the X-Request-Id of this answer.', true),
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

/** The failure with what a command said last, which the caller has redacted, beside its message. Unchanged when it said nothing. */
export function quoting(failure: Failure, words: string): Failure {
  return words === '' ? failure : { ...failure, message: `${failure.message} Its last words: “${tidy(words, 301)}”` };
}

/** The API error that stands for a failure where the caller asked for more than a test. */
export function errorCodeOf(failure: Failure): ErrorCode {
  if (failure.stage === 'authenticate' || failure.code === 'CREDENTIALS_MISSING') return 'CONNECTOR_AUTHENTICATION_FAILED';
  const unreachable = failure.stage === 'dns' || failure.stage === 'connect' || failure.stage === 'tls' || failure.stage === 'configuration';
  return unreachable || UNREACHABLE.has(failure.code) ? 'CONNECTOR_SERVER_UNREACHABLE' : 'CONNECTOR_PROTOCOL_ERROR';
}

const UNREACHABLE = new Set<FailureCode>(['RESPONSE_TIMEOUT', 'SERVER_ERROR', 'RATE_LIMITED_BY_SERVER', 'CONNECTION_CLOSED', 'TLS_EXPECTED', 'COMMAND_ENDED', 'COMMAND_TIMEOUT']);
