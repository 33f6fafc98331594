import { failure, type Failure } from '../../errors/failures';
import type { Connector } from '../../model/connector';
import type { Configuration } from '../../model/configuration';
import type { McpTarget } from '../../model/mcp-target';
import { Secret } from '../../model/secret';
import { credentialVariables, defaultCredentialHeaders, isUsableHeader, type Credentials } from './credentials';
import { buildCommand, commandOrigin, shownCommand } from './build-command';
import { expandAddress, expandText, hostTemplate, namesCredential, VISIBLE_PLACES, type TemplateValues } from './template';

/** Where a configuration leads: ready to be called, or why not. */
export type Readiness = { target: McpTarget } | { failure: Failure };

/** Puts definition, settings and credentials together into what an adapter can call. */
export function buildTarget(connector: Connector, configuration: Configuration, credentials: Credentials | null): Readiness {
  const base = { serverType: connector.serverType, trustedAddress: isOperatorAddress(connector), ...(configuration.era && { era: configuration.era }) };
  const missing = missingCredentials(connector, credentials);
  if (missing) return { failure: missing };
  const values: TemplateValues = { secrets: credentialVariables(credentials), configuration: configuration.configuration };
  if (connector.serverType === 'stdio') {
    const built = buildCommand(connector, configuration, values, credentials);
    return 'failure' in built ? built : { target: { ...base, headers: {}, command: built.command } };
  }
  const address = readAddress(connector.serverUrl ?? '', values);
  if ('failure' in address) return address;
  const strayed = strayedCredentials(configuration, address.url, credentials);
  if (strayed) return { failure: strayed };
  const headers = buildHeaders(connector, values, credentials);
  return 'failure' in headers ? headers : { target: { ...base, url: Secret.of(address.url.href), headers: headers.headers } };
}

/**
 * What credentials of this configuration are meant for; `null` when that cannot be told yet. For an address `scheme://host:port`:
 * settings that only the path needs may still be missing, and credential places never stand in the host, so any text can take their
 * place here. For a command see `commandOrigin`.
 */
export function originOf(connector: Connector, configuration: Configuration['configuration']): string | null {
  if (connector.serverType === 'stdio') return commandOrigin(connector, configuration);
  const address = readAddress(hostTemplate(connector.serverUrl ?? ''), { secrets: PLACEHOLDERS, configuration });
  return 'failure' in address ? null : address.url.origin;
}

/** The address as people may see it: settings filled in, credential places left as they are, no user name, no query. `stdio:` and the command line for a command. */
export function shownAddress(connector: Connector, configuration: Configuration['configuration']): string | undefined {
  if (connector.serverType === 'stdio') return `stdio:${shownCommand(connector, configuration)}`.slice(0, LONGEST_SHOWN);
  const expansion = expandAddress(connector.serverUrl ?? '', { secrets: VISIBLE_PLACES, configuration });
  if ('failure' in expansion) return undefined;
  const text = decodePlaces(expansion.text.reveal()).replace(/^(https?:\/\/)[^/?#@]*@/i, '$1');
  return text.split(/[?#]/)[0];
}

/** Of a command line; an address is as long as it is. */
const LONGEST_SHOWN = 300;

const PLACEHOLDERS = Object.fromEntries(['token', 'apiKey', 'username', 'password'].map((name) => [name, Secret.of('x')]));

function decodePlaces(text: string): string {
  return text.replace(/%7B(token|apiKey|username|password)%7D/g, '{$1}');
}

/** An address that only the operator chose: a built-in definition whose host no setting can change. */
function isOperatorAddress(connector: Connector): boolean {
  return connector.type === 'built_in' && /^https?:\/\/[^{}/?#]+([/?#]|$)/i.test(connector.serverUrl ?? '');
}

function missingCredentials(connector: Connector, credentials: Credentials | null): Failure | null {
  if (credentials || connector.authMethods.includes('none')) return null;
  return failure('CREDENTIALS_MISSING', { methods: connector.authMethods.join(', ') });
}

function readAddress(template: string, values: TemplateValues): { url: URL } | { failure: Failure } {
  const expansion = expandAddress(template, values);
  if ('failure' in expansion) return expansion;
  const text = expansion.text.reveal();
  if (!URL.canParse(text)) return { failure: failure('ADDRESS_INVALID') };
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' ? { url } : { failure: failure('ADDRESS_INVALID') };
}

function strayedCredentials(configuration: Configuration, url: URL, credentials: Credentials | null): Failure | null {
  const origin = configuration.credentials?.origin;
  return credentials && origin !== url.origin ? failure('CREDENTIALS_FOR_ANOTHER_ADDRESS', { origin: origin || 'an address that was not complete' }) : null;
}

function buildHeaders(connector: Connector, values: TemplateValues, credentials: Credentials | null): { headers: Record<string, Secret> } | { failure: Failure } {
  const headers = credentialHeaders(connector, credentials);
  // Names of headers are the same in any case, and the credential's own one wins.
  const taken = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const templates = Object.entries(connector.headers ?? {}).filter(([name, template]) => !taken.has(name.toLowerCase()) && (credentials !== null || !namesCredential(template)));
  for (const [name, template] of templates) {
    const expansion = isUsableHeader(name) ? expandText(template, values) : { failure: failure('CONFIGURATION_NOT_USABLE', { what: `header ${name}` }) };
    if ('failure' in expansion) return expansion;
    headers[name] = expansion.text;
  }
  return { headers };
}

/** What carries the credentials beside the templates: their usual headers, unless the definition places them itself. */
function credentialHeaders(connector: Connector, credentials: Credentials | null): Record<string, Secret> {
  const placed = [connector.serverUrl ?? '', ...Object.values(connector.headers ?? {})].some(namesCredential);
  return credentials && (!placed || credentials.type === 'custom') ? { ...defaultCredentialHeaders(credentials) } : {};
}
