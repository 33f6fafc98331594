import { once } from 'node:events';
import { connect } from 'node:net';
import { createConfiguration, getConfiguration } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { expectErrorShape, GatewayHouse, type Asking } from './gateway-house';

const CONFIGURATIONS = '/v1/personal-connectors/configurations';
const NEW = { personalConnectorId: 'pcon_github', name: 'Mine' };
const nested = (levels: number, open = '{"a":', close = '}') => open.repeat(levels) + '1' + close.repeat(levels);

describe('requests that nobody should send', () => {
  let house: GatewayHouse;

  beforeAll(async () => {
    house = await GatewayHouse.open();
  });
  afterAll(() => house?.close());
  beforeEach(() => house.services.reset());

  it.each<[string, string, string, Asking, number, string]>([
    ['an unknown route', 'GET', '/v1/nothing', {}, 404, 'NOT_FOUND'],
    ['an unknown route without a key', 'GET', '/v1/nothing', { key: null }, 404, 'NOT_FOUND'],
    ['a route that is not built yet', 'GET', '/v1/personal-connectors/oauth/callback', {}, 404, 'NOT_FOUND'],
    ['another method', 'PUT', '/v1/me', {}, 404, 'NOT_FOUND'],
    ['a method of a known path', 'DELETE', '/v1/personal-connectors', {}, 404, 'NOT_FOUND'],
    ['a preflight', 'OPTIONS', '/v1/me', { key: null }, 404, 'NOT_FOUND'],
    ['an address that does not decode', 'GET', '/v1/%E0%A4%A', {}, 400, 'VALIDATION_ERROR'],
    ['a path that climbs', 'GET', '/docs/..%2f..%2fpackage.json', {}, 404, 'NOT_FOUND'],
    ['broken JSON', 'POST', CONFIGURATIONS, { body: '{"name":' }, 400, 'VALIDATION_ERROR'],
    ['a JSON text', 'POST', CONFIGURATIONS, { body: '"text"' }, 400, 'VALIDATION_ERROR'],
    ['a JSON list', 'POST', CONFIGURATIONS, { body: '[]' }, 400, 'VALIDATION_ERROR'],
    ['JSON null', 'POST', CONFIGURATIONS, { body: 'null' }, 400, 'VALIDATION_ERROR'],
    ['XML', 'POST', CONFIGURATIONS, { body: '<a/>', headers: { 'content-type': 'application/xml' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', 'POST', CONFIGURATIONS, { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['JSON that calls itself nothing', 'POST', CONFIGURATIONS, { body: '{}', headers: { 'content-type': 'nonsense' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['compressed JSON', 'POST', CONFIGURATIONS, { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['more than 1 MiB', 'POST', CONFIGURATIONS, { body: { ...NEW, description: 'x'.repeat(1024 * 1024) } }, 413, 'PAYLOAD_TOO_LARGE'],
    ['deep nesting', 'POST', CONFIGURATIONS, { body: `{"configuration":${nested(70)}}` }, 400, 'VALIDATION_ERROR'],
    ['very deep nesting', 'POST', CONFIGURATIONS, { body: `{"configuration":${nested(150_000)}}` }, 400, 'VALIDATION_ERROR'],
    ['very deep lists', 'POST', CONFIGURATIONS, { body: nested(500_000, '[', ']') }, 400, 'VALIDATION_ERROR'],
    ['a null character', 'POST', CONFIGURATIONS, { body: { ...NEW, name: 'a\0b' } }, 400, 'VALIDATION_ERROR'],
    ['a null character deep inside', 'POST', CONFIGURATIONS, { body: { ...NEW, configuration: { a: [{ b: '\0' }] } } }, 400, 'VALIDATION_ERROR'],
    ['a null character in a name', 'POST', CONFIGURATIONS, { body: { ...NEW, metadata: { 'a\0': 'b' } } }, 400, 'VALIDATION_ERROR'],
    ['half a character', 'POST', CONFIGURATIONS, { body: '{"personalConnectorId":"pcon_github","name":"\\ud800"}' }, 400, 'VALIDATION_ERROR'],
    ['a null character in the query', 'GET', `${CONFIGURATIONS}?metadata[a]=%00`, {}, 400, 'VALIDATION_ERROR'],
    ['a prototype', 'POST', CONFIGURATIONS, { body: '{"__proto__":{"role":"operator"}}' }, 400, 'VALIDATION_ERROR'],
    ['a prototype deep inside', 'POST', CONFIGURATIONS, { body: '{"personalConnectorId":"pcon_github","name":"x","configuration":{"a":{"__proto__":{"b":1}}}}' }, 400, 'VALIDATION_ERROR'],
    ['a constructor', 'POST', CONFIGURATIONS, { body: '{"personalConnectorId":"pcon_github","name":"x","metadata":{"constructor":{"prototype":{"b":1}}}}' }, 400, 'VALIDATION_ERROR'],
    ['credentials that are a text', 'POST', CONFIGURATIONS, { body: { ...NEW, credentials: 'text' } }, 400, 'VALIDATION_ERROR'],
    ['credentials that are a list', 'POST', CONFIGURATIONS, { body: { ...NEW, credentials: [{ type: 'bearer', token: 'x' }] } }, 400, 'VALIDATION_ERROR'],
    ['a form of credentials that every object has', 'POST', CONFIGURATIONS, { body: { ...NEW, credentials: { type: 'toString' } } }, 400, 'VALIDATION_ERROR'],
  ])('%s', async (_what, method, path, asking, status, code) => {
    const answer = await house.ask(method, path, asking);
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(house.services.heard).toEqual([]);
    expect(house.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(['name', 'personalConnectorId', 'configuration', 'description', 'metadata', 'enabled', 'credentials'])('%s of every wrong type is refused and not repeated', async (field) => {
    const fits: Record<string, string[]> = { configuration: ['object'], metadata: ['object'], enabled: ['boolean'], name: ['text'], description: ['text'] };
    const values: Record<string, unknown> = { text: 'needle', number: 4_711_471_147, boolean: true, list: ['needle'], object: { needle: 1 } };
    for (const [type, value] of Object.entries(values)) {
      if (fits[field]?.includes(type)) continue;
      const answer = await house.ask('POST', CONFIGURATIONS, { body: { ...NEW, [field]: value } });
      expect([field, type, answer.status]).toEqual([field, type, 400]);
      expect(answer.text.replaceAll('credentials.needle', '')).not.toMatch(/needle|4711471147/);
    }
  });

  it('many faults make a short answer', async () => {
    const body = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field${index}`, 1]));
    const { text, body: answer } = await house.ask('POST', CONFIGURATIONS, { body });
    expect(answer.error?.details.errors).toHaveLength(100);
    expect(text.length).toBeLessThan(20_000);
  });

  it('headers larger than Node takes get an answer in the common shape', async () => {
    expect(await raw(`GET /v1/me HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatchObject({ status: 413, error: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it('a body that is too large may be sent to its end, so that nobody misses the answer', async () => {
    const socket = connect(house.gateway.port, '127.0.0.1');
    let text = '';
    const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    socket.setTimeout(5_000, () => socket.destroy()).on('data', (chunk) => (text += chunk.toString()));
    const answers = async (count: number) => {
      while (statuses().length < count && !socket.destroyed) await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
      return statuses();
    };
    socket.write(`POST ${CONFIGURATIONS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${house.operatorKey}\r\ncontent-type: application/json\r\ncontent-length: 5000000\r\n\r\n`);
    expect(await answers(1)).toEqual(['413']);
    socket.write(`${'x'.repeat(5_000_000)}GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(await answers(2)).toEqual(['413', '200']);
    socket.destroy();
  });

  it.each([
    ['what is no HTTP', 'HELLO\r\n\r\n'],
    ['two lengths', 'POST /v1/me HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['a length and chunks', 'POST /v1/me HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a broken header', 'GET /v1/me HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n'],
    ['a path without its slash', 'GET v1/me HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a method that nobody knows', 'FETCH /v1/me HTTP/1.1\r\nhost: x\r\n\r\n'],
  ])('%s gets an answer in the common shape', async (_what, bytes) => {
    expect(await raw(bytes)).toMatchObject({ status: 400, error: { code: 'VALIDATION_ERROR' } });
  });

  it.each([
    ['no path at all', 'OPTIONS * HTTP/1.1'],
    ['a path of stars', 'GET *v1/me HTTP/1.1'],
    ['another host in the address', 'GET http://elsewhere/nothing HTTP/1.1'],
    ['a rare method', 'PROPFIND /v1/me HTTP/1.1'],
  ])('%s is not found', async (_what, line) => {
    expect(await raw(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatchObject({ status: 404, error: { code: 'NOT_FOUND', trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) } });
  });

  it('a fault of ours shows nothing of itself', async () => {
    house.services.answer(getConfiguration, () => Promise.reject(Object.assign(new TypeError('password=hunter2 at /srv/secret.ts'))));
    const answer = await house.ask('GET', `${CONFIGURATIONS}/pconf_1`);
    expectErrorShape(answer);
    expect(answer.body.error).toMatchObject({ code: 'INTERNAL_ERROR', status: 500, details: {} });
    expect(answer.text).not.toMatch(/hunter2|secret\.ts/);
  });

  it('an error of a service comes through with its message and details', async () => {
    const details = { errors: [{ field: 'configuration.endpoint', message: 'configuration.endpoint is required', rule: 'required' }] };
    house.services.answer(createConfiguration, () => Promise.reject(new MoorageError('CONNECTOR_INVALID_CONFIG', { message: 'The endpoint is missing.', details })));
    const answer = await house.ask('POST', CONFIGURATIONS, { body: NEW });
    expectErrorShape(answer);
    expect(answer.body.error).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', type: 'client_error', status: 400, message: 'The endpoint is missing.', details });
  });

  it.each([
    ['joins the trace of the caller', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['starts a trace when none comes', undefined, undefined],
    ['starts a trace when a zero comes', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
    ['starts a trace when nonsense comes', '<script>', undefined],
  ])('%s', async (_what, traceparent, expected) => {
    const answer = await house.ask('POST', `${CONFIGURATIONS}/pconf_1/test`, { headers: traceparent ? { traceparent } : {} });
    const id = answer.headers.get('x-request-id') ?? '';
    expect(id).toMatch(expected ?? /^(?!0{32})[0-9a-f]{32}$/);
    expect(house.services.heard[0]?.context.traceId).toBe(id);
  });

  it('no answer tells what it is made with, and none may be framed or sniffed', async () => {
    for (const path of ['/v1/me', '/nothing', '/', '/docs', '/openapi.json']) {
      const { headers } = await house.ask('GET', path);
      expect([path, headers.get('x-powered-by'), headers.get('server'), headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([path, null, null, 'nosniff', 'DENY']);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  /** Sends bytes over a bare connection and reads the one answer. */
  function raw(bytes: string): Promise<{ status: number; error: unknown }> {
    return new Promise((resolve, reject) => {
      const socket = connect(house.gateway.port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.setTimeout(5_000, () => socket.destroy());
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = text.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), ...(JSON.parse(body) as { error: unknown }) });
      });
    });
  }
});
