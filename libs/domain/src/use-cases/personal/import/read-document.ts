import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject } from '../../../model/json';
import { readInputs } from './client-variables';
import { shownName, type ImportedServer } from './imported-server';
import { parseJsonWithComments } from './json-with-comments';
import { readClientServer } from './read-client-server';
import { isOutdated, publishedName, readPublishedServer } from './read-published-server';
import { isStorable } from './storable';

/** Forms of documents. `mcpServers`: the file of a client; `vsCode`: that of VS Code; `serverJson`: one server, or several, as registries publish them. */
export const IMPORT_FORMATS = ['mcpServers', 'vsCode', 'serverJson'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** One server of a document, not read yet: reading one may fail and must not spoil the others. */
export interface ServerEntry {
  name: string;
  /** Where it stands in the document, such as `mcpServers.github`. */
  path: string;
  /** Rejects with `UNPROCESSABLE` what cannot be imported. */
  read(): ImportedServer;
}

export interface ImportDocument {
  format: ImportFormat;
  entries: ServerEntry[];
}

/**
 * Recognises the form of a document, an object or its text, and finds its servers.
 * Rejects with `VALIDATION_ERROR`, which never quotes it, what is no JSON or of none of the forms.
 */
export function readDocument(document: unknown, format?: ImportFormat): ImportDocument {
  const value = typeof document === 'string' ? parseJsonWithComments(document) : document;
  if (value === undefined) throw refused('is not valid JSON (comments and trailing commas are allowed)', 'json');
  const found = [...clientFiles(value), ...published(value)].find((each) => format === undefined || each.format === format);
  if (!found) throw refused(format ? `is not of the format ${format}; leave format out to have it recognised` : 'is of no known form: send a file with mcpServers or servers, or a server.json', 'format');
  if (found.entries.length === 0) throw refused('names no server', 'minItems');
  return found;
}

/** The servers of a registry's answer, without those that it says are gone or replaced. */
export function readRegistryEntries(documents: unknown[]): ServerEntry[] {
  return documents.flatMap((each, index) => (isOutdated(each) ? [] : [publishedEntry(each, `servers.${index}`)]));
}

function clientFiles(value: unknown): ImportDocument[] {
  if (!isPlainObject(value)) return [];
  const settings = isPlainObject(value.mcp) ? value.mcp : {};
  const places: [ImportFormat, string, unknown, unknown][] = [
    ['mcpServers', 'mcpServers', value.mcpServers, value.inputs],
    ['vsCode', 'servers', value.servers, value.inputs],
    ['vsCode', 'mcp.servers', settings.servers, settings.inputs],
    ['mcpServers', 'context_servers', value.context_servers, undefined],
    ['mcpServers', '', looksLikeServers(value) ? value : undefined, undefined],
  ];
  return places.flatMap(([format, path, servers, inputs]) => (isPlainObject(servers) ? [{ format, entries: clientEntries(path, servers, inputs) }] : []));
}

/** What people copy out of the file of a client: its servers without the frame. */
function looksLikeServers(value: Record<string, unknown>): boolean {
  const servers = Object.values(value);
  return servers.length > 0 && servers.every((each) => isPlainObject(each) && ['command', 'url', 'serverUrl', 'httpUrl'].some((member) => typeof each[member] === 'string'));
}

function clientEntries(path: string, servers: Record<string, unknown>, inputs: unknown): ServerEntry[] {
  const known = readInputs(inputs);
  return Object.entries(servers).map(([name, value]) => entry(shownName(name) || 'unnamed', path ? `${path}.${shownName(name)}` : shownName(name), value, () => readClientServer(name, value, known)));
}

function published(value: unknown): ImportDocument[] {
  const listed = isPlainObject(value) && Array.isArray(value.servers) ? value.servers : value;
  if (Array.isArray(listed)) return listed.some(isPublished) ? [{ format: 'serverJson', entries: readRegistryEntries(listed) }] : [];
  return isPublished(listed) ? [{ format: 'serverJson', entries: [publishedEntry(listed, '')] }] : [];
}

function isPublished(value: unknown): boolean {
  const server = isPlainObject(value) && isPlainObject(value.server) ? value.server : value;
  return isPlainObject(server) && typeof server.name === 'string' && (Array.isArray(server.remotes) || Array.isArray(server.packages) || /\/server\.schema\.json/.test(String(server.$schema)));
}

function publishedEntry(value: unknown, path: string): ServerEntry {
  return entry(publishedName(value), path, value, () => readPublishedServer(value));
}

function entry(name: string, path: string, value: unknown, read: () => ImportedServer): ServerEntry {
  const storable = isStorable(value) && isStorable(name);
  return { name: isStorable(name) ? name : 'unnamed', path: isStorable(path) ? path : '', read: storable ? read : unstorable };
}

function unstorable(): never {
  throw new MoorageError('UNPROCESSABLE', { message: 'It is nested too deeply, or has names or characters that cannot be stored. Correct that, and import again.' });
}

function refused(statement: string, rule: string): MoorageError {
  return MoorageError.invalid('VALIDATION_ERROR', [{ field: 'document', message: `document ${statement}`, rule }]);
}
