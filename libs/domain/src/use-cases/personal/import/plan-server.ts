import type { JsonObject } from '../../../model/json';
import type { Secret } from '../../../model/secret';
import type { ConnectorDraft } from '../create-connector';
import { bracesToBlanks } from './braces-to-blanks';
import { hideSecrets } from './hide-secrets';
import { blanksOf, isBlank, unusable, type Blank, type ImportedServer, type Text } from './imported-server';
import { placeSecrets, type Need } from './placed-secrets';

/** What is to be made of a server: its definition and, when nothing is missing and someone uses it, a configuration. */
export interface ServerPlan {
  draft: ConnectorDraft;
  configuration?: { settings: JsonObject; credentials?: Secret; enabled: boolean };
  needs: Need[];
  warnings: string[];
}

/** More than anyone will read. */
const MAX_WARNINGS = 20;
const MAX_TEXT = 64 * 1024;

/** Turns a server of a document into a definition without secrets and the configuration that holds them. Rejects with `UNPROCESSABLE` what neither can express. */
export function planServer(imported: ImportedServer): ServerPlan {
  assertReadable(imported);
  const { server, authMethods, credentials, needs } = placeSecrets(hideSecrets(bracesToBlanks(imported)));
  const settings = settingsOf(server);
  const missing = [...needs, ...settings.filter(([, blank]) => !blank.value).map(([name, blank]) => ({ field: `configuration.${name}`, description: blank.description ?? blank.name }))];
  const wanted = missing.length === 0 && (server.inUse || credentials !== undefined);
  const values = Object.fromEntries(settings.flatMap(([name, { value }]) => (value ? [[name, value.reveal()]] : [])));
  const lost = credentials !== undefined && !wanted ? ['The secrets that were found are not kept, because settings are missing: enter them with the configuration.'] : [];
  return {
    draft: draftOf(server, settings, authMethods),
    ...(wanted && { configuration: { settings: values, ...(credentials && { credentials }), enabled: server.enabled } }),
    needs: missing,
    warnings: [...server.warnings, ...lost].slice(0, MAX_WARNINGS).map((warning) => warning.slice(0, 500)),
  };
}

/** A text that no definition could hold is not looked into. */
function assertReadable({ url = [], args, env, headers }: ImportedServer): void {
  const texts = [url, ...args, ...Object.values(env), ...Object.values(headers)].flat();
  if (texts.some((part) => !isBlank(part) && part.length > MAX_TEXT)) throw unusable(`A text of it is longer than ${MAX_TEXT} characters.`);
}

/** Settings by the name that the template calls them. */
function settingsOf(server: ImportedServer): [string, Blank][] {
  const { url = [], args, env, headers } = server;
  const settings = new Map<string, Blank>();
  for (const blank of [url, ...args, ...Object.values(env), ...Object.values(headers)].flatMap(blanksOf)) {
    const name = settingName(blank);
    const known = settings.get(name)?.value;
    if (known && blank.value && known.reveal() !== blank.value.reveal()) throw unusable(`Two different values are called ${name}. Rename one of them, and import again.`);
    if (!known) settings.set(name, blank);
  }
  return [...settings];
}

function settingName({ name }: Blank): string {
  return name.slice(0, 200).replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[-_]+|[-_]+$/g, '').slice(0, 60) || 'value';
}

function draftOf(server: ImportedServer, settings: [string, Blank][], authMethods: ConnectorDraft['authMethods']): ConnectorDraft {
  const { name, description, version, iconUrl, status, serverType, url, command, args, env, headers } = server;
  return {
    name: name.slice(0, 100) || 'unnamed',
    serverType,
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(iconUrl !== undefined && { iconUrl }),
    ...(status !== undefined && { status }),
    ...(url && { serverUrl: template(url) }),
    ...(command !== undefined && { command }),
    ...(args.length > 0 && { args: args.map(template) }),
    ...given('env', env),
    ...given('headers', headers),
    ...(authMethods && { authMethods }),
    ...(settings.length > 0 && { configurationSchema: schemaOf(settings) }),
  };
}

function given(field: 'env' | 'headers', texts: Record<string, Text>): Pick<ConnectorDraft, 'env' | 'headers'> {
  const entries = Object.entries(texts);
  return entries.length > 0 ? { [field]: Object.fromEntries(entries.map(([name, text]) => [name, template(text)])) } : {};
}

function template(text: Text): string {
  return text.map((part) => (isBlank(part) ? `{configuration.${settingName(part)}}` : part)).join('');
}

function schemaOf(settings: [string, Blank][]): JsonObject {
  const properties = settings.map(([name, { description, value, choices }]): [string, JsonObject] => [
    name,
    { type: 'string', minLength: 1, ...(description !== undefined && { description }), ...(value && { default: value.reveal() }), ...(choices && { enum: choices }) },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties), required: settings.map(([name]) => name) };
}
