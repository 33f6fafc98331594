import { tidy } from './tidy';

/** The steps of a check, in their order; a failure names the one where it happened. */
export const CHECK_STAGES = ['spec', 'dns', 'connect', 'tls', 'authenticate', 'permission', 'read', 'write'] as const;
export type CheckStage = (typeof CHECK_STAGES)[number];

/** Whose turn it is: whoever entered the configuration, whoever runs the connector or the server, or nobody, for it may pass. In Airbyte's words. */
export const FAILURE_TYPES = ['config_error', 'system_error', 'transient_error'] as const;
export type FailureType = (typeof FAILURE_TYPES)[number];

/**
 * Why a source or a destination does not work, in words for the people who set it up. Holds no secret and no words of a server; only what a
 * connector that runs as a command says may be quoted, redacted and shortened, because nobody else will ever see it.
 */
export interface ActorFailure {
  stage: CheckStage;
  code: ActorFailureCode;
  type: FailureType;
  message: string;
  hint: string;
  retryable: boolean;
  /** Whether it says nothing about the configuration: that may be right. */
  indeterminate: boolean;
}

interface FailureEntry {
  stage: CheckStage;
  type: FailureType;
  /** `{name}` places are filled from the facts given to `actorFailure()`. */
  message: string;
  hint: string;
}

const wrong = (stage: CheckStage, message: string, hint: string): FailureEntry => ({ stage, type: 'config_error', message, hint });
const broken = (stage: CheckStage, message: string, hint: string): FailureEntry => ({ stage, type: 'system_error', message, hint });
const passing = (stage: CheckStage, message: string, hint: string): FailureEntry => ({ stage, type: 'transient_error', message, hint });

/**
 * Every way a source or a destination can fail. A reader who is given only message and hint should know the right fix. Errors of the
 * configuration are certain; what is broken or passing elsewhere leaves open whether the configuration is right.
 * The stage is where the failure usually shows; `actorFailure()` may be told another.
 */
export const ACTOR_FAILURES = {
  // spec: nothing was sent
  CONFIGURATION_DOES_NOT_FIT: wrong('spec', 'The stored configuration no longer fits what the connector asks for: {what}.', 'Correct the fields named and store it again.'),
  CONFIGURATION_UNREADABLE: broken('spec', 'The stored configuration cannot be decrypted with the current encryption keys.', 'Enter the configuration again, or ask the operator of Moorage to restore the previous key in ENCRYPTION_KEYS.'),
  SECRETS_FOR_ANOTHER_COMMAND: wrong('spec', 'The secrets of the stored configuration were entered for another command than the definition has now.', 'Check that the command of the definition is right, then enter the secrets again.'),
  VALUE_NOT_USABLE: wrong('spec', 'The value of {what} cannot be used: {why}.', 'Correct it, then test again.'),
  ADDRESS_NOT_ALLOWED: wrong('connect', 'Moorage may not connect to {host}: it belongs to {range}.', 'Use a public address, or ask the operator of Moorage to allow this one in EGRESS_ALLOW.'),
  ADDRESS_NEVER_ALLOWED: wrong('connect', 'Moorage never connects to {host}: it belongs to {range}.', 'Check the address for mistakes. If it is right, this server cannot be used, and no setting changes that.'),
  FOLDER_NOT_ALLOWED: wrong('permission', 'Moorage may not touch {what}.', 'Use a folder below those that the operator of Moorage lists in FILES_ROOTS, or ask for this one to be added.'),
  SPEC_UNUSABLE: broken('spec', 'What the connector says of its configuration is not a schema that Moorage can use: {why}.', 'Tell the author of the connector.'),
  IMAGE_NOT_RUN: wrong('spec', 'This definition stands for a container image, which Moorage does not run.', 'Use a definition of kind process with a command that starts the same connector, or one of the built-in connectors.'),
  // a connector that runs as a command
  COMMAND_NOT_ALLOWED: wrong('spec', 'Moorage may not run "{command}" here.', 'Ask the operator of Moorage to allow it: ALLOW_PROCESSES lists the beginnings of command lines that may run.'),
  COMMAND_NOT_FOUND: broken('spec', 'The command {command} was not found on the machine that runs Moorage.', 'Check its spelling in the definition. If it is right, ask the operator of Moorage to install it.'),
  COMMAND_NOT_EXECUTABLE: broken('spec', 'The command {command} is on the machine that runs Moorage, but cannot be executed.', 'Ask the operator of Moorage to check the file and its permissions.'),
  COMMANDS_BUSY: passing('spec', 'Too many connectors are running here at the moment.', 'Wait a minute, then test again.'),
  COMMAND_ENDED: broken('read', 'The connector ended without an answer ({how}).', 'Read what it says itself, if it does, and check what was entered. If that is right, show this message to the operator of Moorage: something the connector needs may be missing.'),
  COMMAND_SILENT: broken('read', 'The connector ended as if all was well, but gave no answer.', 'Check that the command of the definition speaks the Airbyte protocol. If it does, tell its author.'),
  COMMAND_TIMEOUT: passing('read', 'The connector did not answer in time.', 'Test again. If it keeps happening, ask the operator of Moorage to look at the connector and at the load of its machine.'),
  NOT_AIRBYTE: broken('read', 'The connector prints text where messages of the Airbyte protocol are expected.', 'Check the command of the definition: program, arguments, and that it speaks the Airbyte protocol.'),
  OUTPUT_TOO_LARGE: broken('read', 'The connector prints too much (limit {limit}).', 'Tell the author of the connector.'),
  MEMORY_EXCEEDED: broken('read', 'The connector needs too much memory (limit {limit}).', 'Choose a smaller scope in the configuration, or tell the author of the connector.'),
  CONNECTOR_REFUSED: wrong('read', 'The connector refuses this configuration.', 'Correct the configuration as the connector says.'),
  CONNECTOR_FAILED: broken('read', 'The connector failed before it knew whether the configuration is right.', 'Test again. If it keeps happening, tell the author of the connector.'),
  CONNECTOR_INTERRUPTED: passing('read', 'The connector was kept from finding out whether the configuration is right.', 'Test again in a minute.'),
  // dns, connect, tls
  HOST_NOT_FOUND: wrong('dns', 'Moorage could not find the host name {host}.', 'Check its spelling in the configuration. If it is right, ask the operator of Moorage whether Moorage can look it up.'),
  DNS_FAILED: passing('dns', 'The host name {host} could not be looked up: DNS did not answer.', 'Test again in a minute. If it keeps happening, ask the operator of Moorage to check its DNS.'),
  CONNECTION_REFUSED: wrong('connect', 'Nothing is listening at {host}.', 'Check host and port. If they are right, ask the owner of the server whether it is running.'),
  HOST_UNREACHABLE: passing('connect', 'Moorage has no network route to {host}.', 'Check the host. If it is right, ask the operator of Moorage to check network and firewall.'),
  CONNECT_TIMEOUT: passing('connect', '{host} did not respond to the connection attempt in time.', 'Check host and port. If they are right, a firewall may be blocking Moorage: ask the owner of the server.'),
  HOST_BUSY: passing('connect', 'Too many connections to {host} are open at the moment.', 'Wait a minute, then test again.'),
  CONNECTION_CLOSED: passing('connect', '{host} closed the connection before its answer was complete.', 'Test again. If it keeps happening, ask the owner of the server to look at its log.'),
  CERTIFICATE_EXPIRED: wrong('tls', 'The certificate of {host} has expired.', 'Ask the owner of the server to renew it.'),
  CERTIFICATE_NOT_YET_VALID: wrong('tls', 'The certificate of {host} is not valid yet.', 'Ask the owner of the server from when it is valid. If that has passed, tell the operator of Moorage to check the clock of its machine.'),
  CERTIFICATE_WRONG_HOST: wrong('tls', 'The certificate of {host} was made for another host name.', 'Check the host name. If it is right, the owner of the server must replace the certificate.'),
  CERTIFICATE_UNTRUSTED: wrong('tls', 'The certificate of {host} is not trusted: it is self-signed, or nobody here knows who issued it.', 'Ask the owner of the server for a trusted one, or the operator of Moorage to trust its issuer (NODE_EXTRA_CA_CERTS).'),
  TLS_NOT_SPOKEN: wrong('tls', '{host} does not offer an encrypted connection on this port.', 'Check the port. Switch encryption off only in a network you trust: credentials and data would travel in the clear.'),
  TLS_EXPECTED: wrong('tls', '{host} accepts encrypted connections only.', 'Switch encryption on in the configuration: https, or an SSL mode that demands it.'),
  TLS_TIMEOUT: passing('tls', '{host} accepted the connection, but did not set up encryption in time.', 'Check that this port offers it. If it does, test again in a minute, then tell the owner of the server.'),
  TLS_FAILED: wrong('tls', 'An encrypted connection to {host} could not be set up.', 'Check the port. If it is right, ask the owner of the server to check TLS version, ciphers and certificate.'),
  PROTOCOL_NOT_SPOKEN: wrong('connect', 'The service at {host} does not speak {protocol}.', 'Check the port; it may belong to another service.'),
  REDIRECTED: wrong('connect', 'The server redirects to {target}.', 'If you trust that address, enter it instead. A login page means that credentials are missing or wrong.'),
  // authenticate
  CREDENTIALS_REFUSED: wrong('authenticate', '{server} did not accept the credentials.', 'Check {what}, and enter the secret again.'),
  CREDENTIALS_MISSING: wrong('authenticate', '{server} asks for credentials, but the configuration has none.', 'Enter {what}.'),
  CREDENTIALS_EXPIRED: wrong('authenticate', 'The credentials for {server} have expired or were revoked.', 'Make new ones and enter them.'),
  LOGIN_NOT_ALLOWED: wrong('authenticate', '{server} lets nobody in with this user, database and address.', 'Ask the administrator of the server to allow logins from the address of Moorage.'),
  PLAIN_LOGIN_NOT_ALLOWED: wrong('authenticate', '{server} lets nobody in with this user, database and address over a connection that is not encrypted.', 'Choose an SSL mode that demands encryption. If that does not help, ask the administrator of the server to allow logins from the address of Moorage.'),
  AUTH_METHOD_UNSUPPORTED: wrong('authenticate', '{server} asks for a way of logging in that Moorage does not know.', 'Ask the administrator of the server for a user that logs in with {what}.'),
  CLOCKS_DIFFER: broken('authenticate', 'The clock of {server} and that of Moorage differ too much for signed requests.', 'Ask the operator of Moorage to check the clock of its machine. If it is right, tell the owner of the server.'),
  HOST_KEY_UNKNOWN: wrong('authenticate', 'The key of {host} is not the one in the configuration.', 'Ask the owner of the server whether its key has changed. Only then enter the new fingerprint.'),
  HOST_KEY_MISSING: wrong('authenticate', 'The configuration does not say which key {host} has, so no credentials were sent.', 'The server shows the key {fingerprint}. If its owner confirms that, enter it as host_key_fingerprint.'),
  // permission, read, write
  OBJECT_NOT_FOUND: wrong('permission', 'There is no {what}, or these credentials may not see it.', 'Check the spelling, and that the credentials give access to it.'),
  PERMISSION_MISSING: wrong('permission', 'The credentials are right, but do not allow to {what}.', 'Grant that permission, or use credentials that have it.'),
  SINGLE_SIGN_ON_REQUIRED: wrong('permission', 'The organization behind {what} wants the token to be authorized by single sign-on.', 'Authorize it for that organization: in the list of your tokens at {server}, under Configure SSO.'),
  TOKEN_KIND_REFUSED: wrong('permission', 'The organization behind {what} does not admit tokens of this kind or lifetime.', 'Create one that its policy admits, often a fine-grained one with an early date of expiry, and enter that.'),
  CALLER_ADDRESS_REFUSED: wrong('permission', 'The organization behind {what} admits only network addresses that it knows, and Moorage has another.', 'Ask its owner to add the address of Moorage to the list of those allowed.'),
  PAGE_NOT_FOUND: wrong('permission', '{server} has no {what} ({status}).', 'Check its address for mistakes. If it is right, the page has moved: ask the owner of the site where to.'),
  PAGE_NOT_PUBLIC: wrong('permission', '{server} does not show the {what} to everyone ({status}).', 'Enter pages that can be read without logging in. If these can, ask the owner of the site whether Moorage is blocked.'),
  ROBOTS_FORBID: wrong('permission', 'The robots.txt of {server} asks programs not to read {what}.', 'Enter other pages, or ask the owner of the site to allow the robot Moorage there.'),
  READ_ONLY: wrong('write', '{server} takes no changes: it is read-only.', 'Enter the address of the server that can be written to.'),
  NOT_A_FOLDER: wrong('permission', '{what} is not a folder.', 'Enter the path of a folder.'),
  RESPONSE_TIMEOUT: passing('read', '{server} accepted the connection but did not answer in time.', 'Test again in a minute. If it keeps happening, tell the owner of the server that it does not respond.'),
  RATE_LIMITED_BY_SERVER: passing('read', '{server} has received too many requests.', 'Wait {wait} and test again.'),
  SERVER_ERROR: passing('read', '{server} failed while answering ({status}).', 'Test again later. If it keeps happening, tell the owner of the server.'),
  REQUEST_REFUSED: wrong('read', '{server} refuses the request ({status}).', 'Check the configuration against the documentation of the server.'),
  ANSWER_NOT_USABLE: wrong('read', 'The answer of {server} is not what was expected: {what}.', 'Check that the configuration leads to the right place.'),
  ANSWER_TOO_LARGE: wrong('read', 'The answer of {server} is too large (limit {limit}).', 'Choose a smaller scope in the configuration.'),
  FILE_NOT_USABLE: wrong('read', 'The file {file} cannot be read as {format}: {why}.', 'Correct the file, or choose another format or other files for its stream.'),
  FILE_CHANGED: passing('read', 'The file {file} was changed while it was being read.', 'Test again.'),
  QUERY_REFUSED: wrong('read', '{server} refuses to read {what}.', 'Check that it exists and may be read with these credentials.'),
  FOLDER_NOT_WRITABLE: wrong('write', 'Moorage may not write to {what}.', 'Ask the operator of Moorage to let the user that runs Moorage write to this folder.'),
  PROBE_LEFT: wrong('write', 'Writing works, but what the test wrote could not be deleted: {what}.', 'Delete it, and grant these credentials to delete as well as to write.'),
  DISK_TROUBLE: broken('write', '{what} cannot be written: {why}.', 'Ask the operator of Moorage to look at the disk.'),
  CATALOG_TOO_LARGE: wrong('read', 'The source offers more than Moorage can list (limit {limit}).', 'Choose a smaller scope in the configuration: fewer schemas, folders or tables.'),
  STREAMS_DO_NOT_FIT: wrong('read', 'What is to be synced does not fit the source: {what}.', 'Correct the streams named.'),
  // whenever
  CANCELLED: passing('read', 'The test was cancelled before it was done.', 'Run it again.'),
  UNEXPECTED: broken('read', 'The test failed for a reason that nobody foresaw.', 'Try again. If it keeps happening, tell the operator of Moorage the time of this test or the X-Request-Id of its answer.'),
} as const satisfies Record<string, FailureEntry>;

export type ActorFailureCode = keyof typeof ACTOR_FAILURES;

/**
 * Makes a failure from the catalogue. `facts` fill the `{places}`; each is cut to 120 visible characters on one line, so that nothing a
 * server sends can take over the text. A place without a fact becomes a neutral word.
 */
export function actorFailure(code: ActorFailureCode, facts: Record<string, string | number | undefined> = {}, stage?: CheckStage): ActorFailure {
  const entry = ACTOR_FAILURES[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_match, name: string) => tidy(facts[name]));
  const certain = entry.type === 'config_error';
  return { stage: stage ?? entry.stage, code, type: entry.type, message: fill(entry.message), hint: fill(entry.hint), retryable: entry.type === 'transient_error', indeterminate: !certain };
}

/** The failure with what a connector itself said, which the caller has redacted, beside its message. Unchanged when it said nothing. */
export function saying(failure: ActorFailure, words: string): ActorFailure {
  return words === '' ? failure : { ...failure, message: `${failure.message} It says: “${tidy(words, 1_000)}”` };
}
