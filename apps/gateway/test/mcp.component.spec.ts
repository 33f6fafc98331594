import { request as httpRequest } from 'node:http';
import { MoorageError } from '@moorage/domain';
import { ACCESS_AUDIENCE, ACCESS_ISSUER, eventually, TokenIssuer } from '@moorage/test-kit';
import { expectErrorShape, GatewayHouse, type Answer, type Asking } from './gateway-house';
import { ALL, eventsIn, HEADERS, ONE } from './mcp-ground';
import { answered, StandInSessions } from './stand-in-sessions';

const METADATA = '/.well-known/oauth-protected-resource';
const CHAT = 'https://chat.example.com';

describe('MCP endpoints', () => {
  let issuer: TokenIssuer;
  let house: GatewayHouse;
  let first: StandInSessions;

  beforeAll(async () => {
    issuer = await TokenIssuer.open();
    const tokens = { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE, jwksUrl: issuer.jwksUrl, clockSkewSeconds: 60, claims: { organization: 'org_id', role: 'role', scope: 'scope' } };
    house = await GatewayHouse.open({ tokens, allowedOrigins: [CHAT], rateLimitPerMinute: 10_000 });
    first = await StandInSessions.open(house.natsUrl, house.log, 'first');
  });
  afterAll(async () => {
    await first?.close();
    await house?.close();
    await issuer?.close();
  });
  beforeEach(() => {
    first.answer = answered({ status: 200, text: '{}' });
    first.heard.length = 0;
  });

  const post = (path = ALL, { headers, ...asking }: Asking = {}): Promise<Answer> => house.ask('POST', path, { body: '{"id":1}', ...asking, headers: { ...HEADERS, ...headers } });

  describe('hand on', () => {
    it('the body unread, with everything that MCP says in headers', async () => {
      const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': '=?base64?5LiW?=', 'mcp-param-Region': 'us-west1', 'mcp-session-id': 'mcps_1' };
      const body = '{ "not even" JSON é\u2028';
      expect((await post(`${ALL}?configurations=pconf_1,pconf_2&connectors=github&configurations=pconf_3`, { body, headers })).status).toBe(200);
      expect(first.heard[0]?.request).toEqual({
        verb: 'post',
        text: body,
        configurations: ['pconf_1', 'pconf_2', 'pconf_3'],
        connectors: ['github'],
        sessionId: 'mcps_1',
        protocolVersion: '2026-07-28',
        method: 'tools/call',
        name: '=?base64?5LiW?=',
        parameters: { region: 'us-west1' },
      });
    });

    it('listening and ending, for all configurations and for one', async () => {
      first.answer = answered({ status: 405 });
      await house.ask('GET', ONE, { headers: { accept: 'text/event-stream' } });
      await house.ask('DELETE', ALL, { headers: { 'mcp-session-id': 'mcps_1' } });
      expect(first.heard.map(({ request }) => request)).toEqual([{ verb: 'listen', configurationId: 'pconf_1' }, { verb: 'end', sessionId: 'mcps_1' }]);
    });

    it('who is asking, however that is shown', async () => {
      for (const name of ['x-api-key', 'api-key']) expect((await post(ALL, { key: null, headers: { [name]: house.operatorKey } })).status).toBe(200);
      expect((await post(ALL, { key: issuer.issue(new Date(), { org_id: 'org_default', sub: 'user_2abc' }) })).status).toBe(200);
      expect(first.heard.at(-1)?.context.caller).toMatchObject({ organizationId: 'org_default', userId: 'user_2abc' });
    });

    it('4 MiB, and says what the limit is', async () => {
      const body = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
      expect((await post(ALL, { body: body(4 * 1024 * 1024) })).status).toBe(200);
      const refused = await post(ALL, { body: body(4 * 1024 * 1024 + 1) });
      expectErrorShape(refused);
      expect([refused.status, refused.body.error?.message]).toEqual([413, expect.stringContaining('4 MiB')]);
    });
  });

  it.each<[string, string, string, Asking, number, string]>([
    ['a body that is no JSON', 'POST', ALL, { headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a compressed body', 'POST', ALL, { headers: { 'content-encoding': 'gzip' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a client that takes only JSON', 'POST', ALL, { headers: { accept: 'application/json' } }, 406, 'NOT_ACCEPTABLE'],
    ['a client that takes only events', 'POST', ALL, { headers: { accept: 'text/event-stream' } }, 406, 'NOT_ACCEPTABLE'],
    ['listening without taking events', 'GET', ALL, { headers: { accept: 'application/json' } }, 406, 'NOT_ACCEPTABLE'],
    ['a configuration that cannot be', 'POST', ONE.replace('pconf_1', 'nothing'), {}, 404, 'CONFIGURATION_NOT_FOUND'],
    ['a session id with a space', 'POST', ALL, { headers: { 'mcp-session-id': 'a b' } }, 404, 'NOT_FOUND'],
    ['a session id that is too long', 'POST', ALL, { headers: { 'mcp-session-id': 'x'.repeat(201) } }, 404, 'NOT_FOUND'],
    ['a misspelt filter', 'POST', `${ALL}?connector=github`, {}, 400, 'VALIDATION_ERROR'],
    ['an empty filter', 'POST', `${ALL}?connectors=,`, {}, 400, 'VALIDATION_ERROR'],
    ['a filter where one is served', 'POST', `${ONE}?connectors=github`, {}, 400, 'VALIDATION_ERROR'],
    ['a hundred and one configurations', 'POST', `${ALL}?configurations=${'pconf_1,'.repeat(101)}`, {}, 400, 'VALIDATION_ERROR'],
    ['another method', 'PUT', ALL, {}, 404, 'NOT_FOUND'],
  ])('refuse %s', async (_what, method, path, { headers }, status, code) => {
    const answer = await house.ask(method, path, { ...(method === 'POST' && { body: '{}' }), headers: { ...HEADERS, ...headers } });
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(first.heard).toEqual([]);
  });

  it('do not listen for whoever only asks for the head', async () => {
    expect((await asked(house.gateway.url + ALL, 'HEAD', { ...HEADERS, authorization: `Bearer ${house.operatorKey}` })).status).toBe(404);
    expect(first.heard).toEqual([]);
  });

  it.each(['*/*', 'application/*, text/*', 'text/event-stream;q=0.5 , APPLICATION/JSON; charset=utf-8'])('take a client that takes %s', async (accept) => {
    expect((await post(ALL, { headers: { accept } })).status).toBe(200);
  });

  it('begin no stream where the service refuses', async () => {
    first.answer = async function* () {
      throw new MoorageError('CONFIGURATION_DISABLED');
    };
    const answer = await post(ONE);
    expectErrorShape(answer);
    expect(answer.body.error?.code).toBe('CONFIGURATION_DISABLED');
  });

  it('write one line for a stream, when it ends, with its status', async () => {
    house.log.lines.length = 0;
    first.answer = async function* (_request, { signal }) {
      yield { status: 200 };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const leave = new AbortController();
    const response = await fetch(house.gateway.url + ALL, { headers: { authorization: `Bearer ${house.operatorKey}`, accept: 'text/event-stream' }, signal: leave.signal });
    expect(response.status).toBe(200);
    const lines = () => house.log.lines.filter(({ fields }) => fields['route'] === ALL);
    expect(lines()).toEqual([]);
    leave.abort();
    await eventually(() => lines().length > 0 && first.heard[0]?.context.signal.aborted === true);
    expect(lines()).toEqual([expect.objectContaining({ message: 'answered', fields: expect.objectContaining({ method: 'GET', status: 200 }) })]);
  });

  describe('tell clients how to get access', () => {
    it.each([ALL, ONE])('in the refusal of a stranger at %s, whose address leads to what they need', async (path) => {
      const answer = await post(path, { key: null });
      expectErrorShape(answer);
      const address = `${house.gateway.url}${METADATA}${path}`;
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, `Bearer resource_metadata="${address}"`]);
      const metadata = await fetch(address);
      expect([metadata.status, metadata.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      expect(await metadata.json()).toEqual({
        resource: house.gateway.url + path,
        authorization_servers: [ACCESS_ISSUER],
        bearer_methods_supported: ['header'],
        scopes_supported: ['personal:call'],
        resource_name: 'Moorage',
        resource_documentation: `${house.gateway.url}/docs`,
      });
    });

    it('in the refusal of what they have shown', async () => {
      const { status, headers } = await post(ALL, { key: 'mrg_wrong' });
      expect([status, headers.get('www-authenticate')]).toEqual([401, `Bearer resource_metadata="${house.gateway.url}${METADATA}${ALL}", error="invalid_token"`]);
    });

    it('in the refusal of one that lacks the scope', async () => {
      const { key } = await house.keyOf('member', ['personal:read']);
      const { status, headers } = await post(ALL, { key });
      expect([status, headers.get('www-authenticate')]).toEqual([403, `Bearer error="insufficient_scope", scope="personal:call", resource_metadata="${house.gateway.url}${METADATA}${ALL}"`]);
    });

    it('by the address that the operator has given, and by no issuer where there is none', async () => {
      const { url } = await house.another({ publicUrl: 'https://moorage.example.com' });
      const { headers } = await post(ALL, { key: null, at: url });
      expect(headers.get('www-authenticate')).toBe(`Bearer resource_metadata="https://moorage.example.com${METADATA}${ALL}"`);
      const metadata = await house.ask('GET', METADATA + ALL, { key: null, at: url });
      expect([metadata.body['resource'], 'authorization_servers' in metadata.body]).toEqual([`https://moorage.example.com${ALL}`, false]);
    });

    it('but nothing of configurations that cannot be', async () => {
      expect(await house.codeOf('GET', METADATA + ONE.replace('pconf_1', '"'), { key: null })).toBe('CONFIGURATION_NOT_FOUND');
    });
  });

  describe('look at where a request comes from', () => {
    const from = (headers: Record<string, string>, at = house.gateway.url, method = 'POST') => asked(at + ALL, method, { ...HEADERS, authorization: `Bearer ${house.operatorKey}`, ...headers });

    it.each(['evil.example.com', 'evil.example.com:80', '127.0.0.1.evil.example.com', 'localhost.evil.example.com', 'a"b', ''])('and refuse one to this machine by the name %j', async (host) => {
      const { status, body } = await from({ host });
      expect([status, body]).toEqual([403, expect.stringContaining('ORIGIN_NOT_ALLOWED')]);
      expect(first.heard).toEqual([]);
    });

    it.each(['http://evil.example.com', 'https://chat.example.com.evil.example.com', 'null', 'http://localhost.evil.example.com', 'file://'])('and refuse one from a page of %s', async (origin) => {
      const { status, body, headers } = await from({ origin });
      expect([status, body]).toEqual([403, expect.stringContaining('ORIGIN_NOT_ALLOWED')]);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(first.heard).toEqual([]);
    });

    it.each(['localhost', 'localhost:1234', '127.0.0.1', '[::1]:80'])('and take one to %s', async (host) => {
      expect((await from({ host, origin: `http://${host}` })).status).toBe(200);
    });

    it('and let pages of an origin that is allowed read every answer', async () => {
      for (const key of [house.operatorKey, 'mrg_wrong']) {
        const answer = await from({ origin: CHAT, authorization: `Bearer ${key}` });
        expect([answer.headers['access-control-allow-origin'], answer.headers['vary']]).toEqual([CHAT, 'Origin']);
        expect(answer.headers['access-control-expose-headers']).toEqual(expect.stringMatching(/^Mcp-Session-Id, WWW-Authenticate/));
      }
    });

    it('and tell browsers what those may send, without a key', async () => {
      const preflight = await from({ origin: CHAT, authorization: '', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,mcp-session-id,mcp-param-region' }, house.gateway.url, 'OPTIONS');
      expect([preflight.status, preflight.headers]).toEqual([204, expect.objectContaining({ 'access-control-allow-origin': CHAT, 'access-control-allow-methods': 'GET, POST, DELETE', 'access-control-allow-headers': 'authorization,mcp-session-id,mcp-param-region' })]);
      expect((await from({ origin: 'https://evil.example.com' }, house.gateway.url, 'OPTIONS')).status).toBe(403);
    });

    it('and take the address that the operator has given', async () => {
      const { url } = await house.another({ publicUrl: 'https://moorage.example.com' });
      expect((await from({ host: 'moorage.example.com', origin: 'https://moorage.example.com' }, url)).status).toBe(200);
      expect((await from({ host: 'evil.example.com' }, url)).status).toBe(403);
    });
  });

  describe('find the instance that has a session', () => {
    let second: StandInSessions;
    const sessionId = 'mcps_9';
    const inSession = { 'mcp-session-id': sessionId };

    beforeEach(async () => {
      second = await StandInSessions.open(house.natsUrl, house.log, 'second');
      second.answer = answered({ status: 200, sessionId, instance: 'second', text: '"second"' });
      first.answer = async function* ({ lost }) {
        yield lost ? { status: 200, sessionId, instance: 'first', text: `"taken from ${lost}"` } : { elsewhere: 'second' };
      };
    });
    afterEach(() => second.close());

    /** Until the gateway knows that the second one has it. */
    const known = async () => expect((await post(ALL, { headers: inSession })).text).toBe('"second"');

    it('by itself, wherever it asks first, and then at once', async () => {
      for (let n = 0; n < 6; n += 1) await known();
      const [before, asked] = [first.heard.length, second.heard.length];
      for (let n = 0; n < 6; n += 1) await known();
      expect([first.heard.length - before, second.heard.length - asked]).toEqual([0, 6]);
    });

    it('and ask another one when it is gone, saying which', async () => {
      await known();
      await second.close();
      expect((await post(ALL, { headers: inSession })).text).toBe('"taken from second"');
      expect((await post(ALL, { headers: inSession })).status).toBe(200);
      await first.close();
      expect((await post(ALL, { headers: inSession })).status).toBe(503);
      first = await StandInSessions.open(house.natsUrl, house.log, 'first');
    });

    it('and do not run after one for ever', async () => {
      first.answer = answered({ elsewhere: 'second' });
      second.answer = answered({ elsewhere: 'first' });
      const answer = await post(ALL, { headers: { 'mcp-session-id': 'mcps_10' } });
      expectErrorShape(answer);
      expect(answer.status).toBe(503);
      expect(first.heard.length + second.heard.length).toBe(4);
    });

    it('and send nothing anew once an answer has begun', async () => {
      await known();
      first.heard.length = 0;
      second.answer = async function* () {
        yield { status: 200, text: '{"n":1}' };
        yield { text: '{"n":2}' };
        throw new MoorageError('SERVICE_UNAVAILABLE');
      };
      expect(eventsIn((await post(ALL, { headers: inSession })).text)).toEqual(['{"n":1}', '{"n":2}']);
      expect(first.heard).toEqual([]);
    });
  });

  it('do not hold up a gateway that closes with standing streams; answers under way are finished', async () => {
    const gateway = await house.another();
    let finish = (): void => undefined;
    first.answer = async function* ({ verb }, { signal }) {
      yield { status: 200 };
      await new Promise<void>((resolve) => (verb === 'post' ? (finish = resolve) : signal.addEventListener('abort', () => resolve())));
      yield { text: '{"done":true}' };
    };
    const headers = { authorization: `Bearer ${house.operatorKey}`, ...HEADERS };
    const listening = await fetch(gateway.url + ALL, { headers });
    const posted = post(ALL, { at: gateway.url });
    await eventually(() => first.heard.length === 2);
    const began = performance.now();
    const closed = gateway.close();
    expect(await listening.text()).toBe('');
    expect(performance.now() - began).toBeLessThan(2_000);
    finish();
    expect((await posted).text).toBe('{"done":true}');
    await closed;
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

/** Sends headers that `fetch` does not let through. */
function asked(url: string, method: string, headers: Record<string, string>): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false, setHost: headers['host'] === undefined }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part)).once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.once('error', reject).end(method === 'POST' ? '{}' : undefined);
  });
}
