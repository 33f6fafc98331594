import type { JsonObject } from '../../../model/json';
import { readExchange, type ClientExchange } from './read-exchange';

const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };
const text = (message: unknown) => JSON.stringify(message);
const request = (method: string, params: JsonObject = {}) => ({ jsonrpc: '2.0', id: 7, method, params });
const of2026 = (method: string, params: JsonObject = {}, more: ClientExchange = {}): ClientExchange => ({ text: text(request(method, { ...params, _meta: META })), protocolVersion: '2026-07-28', method, ...more });
const codeOf = (exchange: ClientExchange) => {
  const read = readExchange(exchange);
  return 'refusal' in read ? [read.status, (read.refusal['error'] as JsonObject)['code'], read.refusal.id] : 'accepted';
};

it.each<[string, ClientExchange, unknown]>([
  ['what is no JSON', { text: '{"jsonrpc"' }, [400, -32_700, null]],
  ['nothing', {}, [400, -32_700, null]],
  ['several messages at once', { text: text([request('ping')]) }, [400, -32_600, null]],
  ['what is no message, by the id that it has', { text: text({ id: 7, method: 'ping' }) }, [400, -32_600, 7]],
  ['an id that no message may have', { text: text({ ...request('ping'), id: { a: 1 } }) }, [400, -32_600, null]],
  ['another revision in the header than in the body', of2026('tools/list', {}, { protocolVersion: '2025-11-25' }), [400, -32_020, 7]],
  ['no revision in the body', { text: text(request('tools/list')), protocolVersion: '2026-07-28', method: 'tools/list' }, [400, -32_602, 7]],
  ['another method in the header', of2026('tools/list', {}, { method: 'prompts/list' }), [400, -32_020, 7]],
  ['no method in the header', { text: text(request('tools/list', { _meta: META })), protocolVersion: '2026-07-28' }, [400, -32_020, 7]],
  ['another tool in the header', of2026('tools/call', { name: 'read' }, { name: 'write' }), [400, -32_020, 7]],
  ['a name in the header that is no Base64 though it says so', of2026('tools/call', { name: 'read' }, { name: '=?base64?%%?=' }), [400, -32_020, 7]],
])('refuses %s, in words of the protocol', (_what, exchange, refusal) => {
  expect(codeOf(exchange)).toEqual(refusal);
});

it('says which revisions it knows to a client of a later one', () => {
  const body = text(request('tools/list', { _meta: { ...META, 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } }));
  const read = readExchange({ text: body, protocolVersion: '2031-01-01', method: 'tools/list' });
  expect(read).toMatchObject({ status: 400, refusal: { error: { code: -32_022, data: { supported: ['2026-07-28'], requested: '2031-01-01' } } } });
});

it('takes messages of the earlier revisions as they are, whatever members they have', () => {
  const message = { ...request('tools/list'), 'x-own': [1] };
  for (const protocolVersion of [undefined, '2025-11-25', '2024-11-05']) expect(readExchange({ text: text(message), ...(protocolVersion && { protocolVersion }) })).toEqual({ message, era: '2025' });
});

it('takes a request of 2026-07-28 whose headers repeat the body, plain or in Base64', () => {
  expect(codeOf(of2026('tools/call', { name: 'read' }, { name: 'read' }))).toBe('accepted');
  expect(codeOf(of2026('resources/read', { uri: 'file:///ü' }, { name: `=?base64?${Buffer.from('file:///ü').toString('base64')}?=` }))).toBe('accepted');
});
