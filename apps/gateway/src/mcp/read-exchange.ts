import type { IncomingHttpHeaders } from 'node:http';
import type { ExchangeRequest } from '@moorage/contracts';
import { isId, MoorageError, type FieldFault } from '@moorage/domain';
import type { FastifyRequest } from 'fastify';

const VERBS: Record<string, ExchangeRequest['verb']> = { POST: 'post', GET: 'listen', DELETE: 'end' };
const FILTERS = ['configurations', 'connectors'] as const;
/** What the specification allows; whoever sends anything else cannot have it from us. */
const SESSION_ID = /^[\x21-\x7e]{1,200}$/;
const PARAMETER = 'mcp-param-';

/** What a request to an MCP endpoint is for the service. Its body goes on unread. */
export function readExchange(request: FastifyRequest): ExchangeRequest {
  const { method, headers, body } = request;
  const verb = VERBS[method] ?? 'post';
  return {
    verb,
    ...servedOf(request),
    ...(verb === 'post' && { text: typeof body === 'string' ? body : '' }),
    ...sessionOf(headers),
    ...given('protocolVersion', headers['mcp-protocol-version']),
    ...given('method', headers['mcp-method']),
    ...given('name', headers['mcp-name']),
    ...parametersOf(headers),
  };
}

/** Which configurations the endpoint serves: the one of its path, or those that the query leaves. */
function servedOf({ params, query }: FastifyRequest): Pick<ExchangeRequest, 'configurationId' | 'configurations' | 'connectors'> {
  const id = (params as Record<string, string | undefined>)['config_id'];
  const given = query as Record<string, string | string[]>;
  const allowed: readonly string[] = id === undefined ? FILTERS : [];
  const faults = Object.entries(given).flatMap(([name, value]) => faultsOf(name, value, allowed));
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
  if (id === undefined) return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, listOf(value)]));
  if (!isId('configuration', id)) throw new MoorageError('CONFIGURATION_NOT_FOUND');
  return { configurationId: id };
}

/** A filter that is misspelt or empty would serve more than was meant. */
function faultsOf(name: string, value: string | string[], allowed: readonly string[]): FieldFault[] {
  const field = name.slice(0, 100);
  if (!allowed.includes(name)) return [{ field, message: `${field} is not a query parameter of this request`, rule: 'unknown' }];
  return listOf(value).length > 0 ? [] : [{ field, message: `${field} must name at least one`, rule: 'required' }];
}

function listOf(value: string | string[]): string[] {
  return [value].flat().flatMap((each) => each.split(',')).map((each) => each.trim()).filter((each) => each !== '');
}

function sessionOf({ 'mcp-session-id': id }: IncomingHttpHeaders): { sessionId?: string } {
  if (id === undefined) return {};
  if (typeof id !== 'string' || !SESSION_ID.test(id)) throw new MoorageError('NOT_FOUND', { message: 'There is no such session. Begin a new one with initialize.' });
  return { sessionId: id };
}

function parametersOf(headers: IncomingHttpHeaders): { parameters?: Record<string, string> } {
  const found = Object.keys(headers).filter((name) => name.startsWith(PARAMETER));
  return found.length > 0 ? { parameters: Object.fromEntries(found.map((name) => [name.slice(PARAMETER.length), String(headers[name])])) } : {};
}

function given<N extends string>(name: N, value: string | string[] | undefined): Partial<Record<N, string>> {
  return value === undefined ? {} : ({ [name]: String(value) } as Record<N, string>);
}
