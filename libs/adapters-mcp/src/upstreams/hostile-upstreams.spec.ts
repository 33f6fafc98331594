import type { ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { FAILURES, MESSAGE_BYTES, Secret, type McpEra } from '@moorage/domain';
import { eventually, hostileServers, within } from '@moorage/test-kit';
import { commandTarget } from '../../test/scripted-commands';
import { targetOf } from '../../test/scripted-servers';
import { asked, responseTo, streamed, Yard, type Heard } from '../../test/talking/yard';

const ID = 'tools/call 1';
const ERAS: McpEra[] = ['2025', '2026'];
const WORDS = 'words of the server that nobody should see';

let yard: Yard;
beforeEach(() => (yard = new Yard()));
afterEach(() => yard.close());

function json(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

/** What comes of a call to a server that answers so, in both eras. */
async function outcomes(answer: (heard: Heard) => void, session?: { id: string; protocolVersion: string }): Promise<unknown[]> {
  const target = await yard.serve(answer);
  const said = await within(5_000, Promise.all(ERAS.map((era) => asked(yard.open(target, era, era === '2025' ? session : undefined)))));
  expect(JSON.stringify(said.map(({ failure }) => failure))).not.toContain(WORDS);
  return said.map(({ failure, heard }) => failure?.code ?? heard);
}

describe('an answer that is none', () => {
  const FAULTS: Record<string, [(heard: Heard) => void, string]> = {
    'text that is no JSON': [({ response }) => json(response, 'not JSON'), 'INVALID_ANSWER'],
    'JSON that is no message': [({ response }) => json(response, '{"id":"tools/call 1","result":7}'), 'INVALID_ANSWER'],
    'the answer to another request': [({ response }) => json(response, responseTo('another')), 'INVALID_ANSWER'],
    'the answer to nobody': [({ response }) => json(response, '{"jsonrpc":"2.0","result":{}}'), 'INVALID_ANSWER'],
    'a receipt': [({ response }) => void response.writeHead(202).end(), 'INVALID_ANSWER'],
    'a web page': [({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 'HTML_PAGE'],
    'an event that has no end': [({ response }) => (streamed(response, `data: ${responseTo(ID)}\n`), response.end()), 'INVALID_ANSWER'],
    'events that are no messages': [({ response }) => (streamed(response, 'data: {"a":\n\nevent: ping\ndata: {}\n\ndata: []\n\n'), response.end()), 'INVALID_ANSWER'],
    'a stream that breaks off': [({ response }) => (streamed(response, ': here\n\n'), setImmediate(() => response.destroy())), 'INVALID_ANSWER'],
    'a redirect elsewhere': [({ response }) => void response.writeHead(307, { location: 'https://elsewhere.example.test/' }).end(), 'REDIRECTED'],
    'a message that is too long': [({ response }) => json(response, responseTo(ID, { x: 'x'.repeat(MESSAGE_BYTES) })), 'ANSWER_TOO_LARGE'],
    'an event that is too long': [({ response }) => (streamed(response, `data: ${responseTo(ID, { x: 'x'.repeat(MESSAGE_BYTES) })}\n\n`), response.end()), 'ANSWER_TOO_LARGE'],
    'an event of lines without number': [({ response }) => endless(response, `data: ${'x'.repeat(1_000)}\n`), 'ANSWER_TOO_LARGE'],
    'a line without an end': [({ response }) => endless(response, 'x'.repeat(10_000)), 'ANSWER_TOO_LARGE'],
    'a refusal in its own words': [({ response }) => void response.writeHead(400, { 'content-type': 'text/plain' }).end(WORDS), 'REQUEST_REFUSED'],
    'an error inside': [({ response }) => json(response, JSON.stringify({ message: WORDS }), 500), 'SERVER_ERROR'],
    'no credentials wanted': [({ response }) => json(response, JSON.stringify({ jsonrpc: '2.0', id: ID, error: { code: -32_000, message: WORDS } }), 401), 'AUTHENTICATION_REQUIRED'],
  };

  it.each(Object.entries(FAULTS))('is named for what it is: %s', async (_what, [answer, code]) => {
    const heard = await outcomes(answer);
    expect(heard).toEqual([code, code]);
  });

  it.each(Object.entries(hostileServers))('does not hold up whoever asks: %s', async (_name, start) => {
    const server = await start();
    const stop = new AbortController();
    const upstream = yard.open(targetOf(server), '2025');
    const said = asked(upstream, 'initialize', {}, stop.signal);
    const standing = upstream.listen(stop.signal);
    await Promise.race([Promise.all([said, standing]), after(300)]);
    stop.abort();
    const { failure } = await within(500, said);
    expect(failure === null || failure.code in FAILURES).toBe(true);
    await within(500, standing);
    await within(2_500, upstream.close());
    await server.close();
  });
});

describe('more than an answer', () => {
  it('is not heard: other answers, and the same again', async () => {
    const first = responseTo(ID, { first: true });
    const events = [responseTo('another'), '{"jsonrpc":"2.0","result":{}}', first, responseTo(ID, { second: true }), '{"jsonrpc":"2.0","method":"late"}'];
    const heard = await outcomes(({ response }) => (streamed(response, events.map((data) => `data: ${data}\n\n`).join('')), response.end()));
    expect(heard).toEqual([[JSON.parse(first)], [JSON.parse(first)]]);
  });

  it('does not keep a connection: a stream that goes on is cut', async () => {
    let closed = 0;
    const answer = ({ response }: Heard) => {
      response.once('close', () => (closed += 1));
      streamed(response, `data: ${responseTo(ID)}\n\n`);
    };
    expect(await outcomes(answer)).toEqual([[JSON.parse(responseTo(ID))], [JSON.parse(responseTo(ID))]]);
    await eventually(() => closed === 2);
  });

  it('is all heard where an old revision bundles it', async () => {
    const notice = { jsonrpc: '2.0', method: 'notifications/message', params: { data: 1 } };
    const [heard] = await outcomes(({ response }) => json(response, JSON.stringify([notice, JSON.parse(responseTo(ID))])));
    expect(heard).toEqual([notice, JSON.parse(responseTo(ID))]);
  });
});

describe('an error', () => {
  const error = (id: unknown, code = -32_601) => JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: 'no such method' } });

  it('is an answer also where the status refuses', async () => {
    for (const status of [400, 404, 500]) expect(await outcomes(({ response }) => json(response, error(ID), status))).toEqual([[JSON.parse(error(ID))], [JSON.parse(error(ID))]]);
  });

  it('is about the request where it could not be told which one it was', async () => {
    expect(await outcomes(({ response }) => json(response, error(null)))).toEqual([[JSON.parse(error(ID))], [JSON.parse(error(ID))]]);
    expect(await outcomes(({ response }) => json(response, error(null, -32_020), 400))).toEqual(['REQUEST_REFUSED', [JSON.parse(error(ID, -32_020))]]);
  });

  it('tells that the session is lost, in each of the ways that servers have for it', async () => {
    const session = { id: 'forgotten', protocolVersion: '2025-11-25' };
    const ways: ((heard: Heard) => void)[] = [
      ({ response }) => void response.writeHead(404).end(),
      ({ response }) => json(response, error(ID, -32_001), 404),
      ({ response }) => json(response, error(null, -32_001), 404),
      ({ response }) => json(response, error(null, -32_000), 400),
    ];
    for (const way of ways) expect((await outcomes(way, session))[0]).toBe('SESSION_LOST');
  });
});

describe('what a request says of itself', () => {
  it('tells session and revision from the answer to initialize on', async () => {
    const seen: unknown[] = [];
    const target = await yard.serve(({ request, response, message }) => {
      seen.push([message.method ?? request.method, request.headers['mcp-session-id'], request.headers['mcp-protocol-version']]);
      if (message.method === 'initialize') response.setHeader('mcp-session-id', 'issued');
      json(response, responseTo(message.id, { protocolVersion: '2025-03-26' }));
    });
    const upstream = yard.open(target);
    await asked(upstream, 'initialize', { protocolVersion: '2025-11-25' });
    await asked(upstream, 'tools/list');
    await upstream.close();
    expect(seen).toEqual([
      ['initialize', undefined, undefined],
      ['tools/list', 'issued', '2025-03-26'],
      ['DELETE', 'issued', '2025-03-26'],
    ]);
  });

  it('tells method, name and revision of 2026 in headers, and what else is given', async () => {
    const seen: unknown[] = [];
    const target = await yard.serve(({ request: { headers }, response, message }) => {
      seen.push([headers['mcp-protocol-version'], headers['mcp-method'], headers['mcp-name'], headers['mcp-param-region'], headers['traceparent']]);
      json(response, responseTo(message.id));
    });
    const upstream = yard.open(target, '2026');
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    const exchange = { signal: new AbortController().signal, onMessage: () => undefined };
    await upstream.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'größe', _meta } }, { ...exchange, headers: { 'Mcp-Param-Region': 'eu' }, traceparent: '00-1-2-01' });
    await upstream.send({ jsonrpc: '2.0', id: 2, method: 'resources/read', params: { uri: 'file:///a', _meta } }, exchange);
    await upstream.send({ jsonrpc: '2.0', id: 3, method: 'tools/list', params: { _meta } }, exchange);
    expect(seen).toEqual([
      ['2026-07-28', 'tools/call', '=?base64?Z3LDtsOfZQ==?=', 'eu', '00-1-2-01'],
      ['2026-07-28', 'resources/read', 'file:///a', undefined, undefined],
      ['2026-07-28', 'tools/list', undefined, undefined, undefined],
    ]);
  });

  it('holds no session id that could not be sent back', async () => {
    const target = await yard.serve(({ response, message }) => {
      response.setHeader('mcp-session-id', 'with a space');
      json(response, responseTo(message.id, { protocolVersion: '2025-11-25' }));
    });
    expect((await asked(yard.open(target), 'initialize')).failure?.code).toBe('INVALID_ANSWER');
  });
});

describe('a tool', () => {
  it('is called once, also where a kept connection is closed under the call', async () => {
    const calls: string[] = [];
    const target = await yard.serve(({ request, response, message }) => {
      calls.push(String(message.method));
      if (calls.length > 1) return void request.socket.destroy();
      json(response, responseTo(message.id));
    });
    const upstream = yard.open(target);
    await asked(upstream, 'tools/list');
    expect((await asked(upstream)).failure?.code).toBe('CONNECTION_CLOSED');
    expect(calls).toEqual(['tools/list', 'tools/call']);
  });
});

describe('a command', () => {
  const program = (code: string) => commandTarget([process.execPath, '-e', code]);
  const ANSWERS = `require('readline').createInterface({input:process.stdin}).on('line',(line)=>{const {id}=JSON.parse(line);`;

  it('that ends is a failure with its last words, and the way cannot be used any more', async () => {
    const upstream = yard.open(program(`console.error('no licence key'); process.exit(3)`));
    const { failure } = await within(5_000, asked(upstream));
    expect([failure?.code, failure?.message, upstream.usable]).toEqual(['COMMAND_ENDED', expect.stringContaining('no licence key'), false]);
    expect((await within(500, asked(upstream))).failure?.code).toBe('COMMAND_ENDED');
  });

  it('that is not there is a failure', async () => {
    expect((await within(2_000, asked(yard.open(commandTarget(['no-such-command-here']))))).failure?.code).toBe('COMMAND_NOT_FOUND');
  });

  it('may print what is no message now and then, but not only that', async () => {
    const chatty = yard.open(program(`${ANSWERS} for(let i=0;i<60;i++)console.log('working');console.log(JSON.stringify({jsonrpc:'2.0',id,result:{}}))})`));
    for (let round = 0; round < 4; round += 1) expect((await within(5_000, asked(chatty))).failure).toBeNull();
    expect((await within(5_000, asked(yard.open(program(`setInterval(()=>console.log('working'),0)`))))).failure?.code).toBe('COMMAND_NOT_MCP');
  });

  it('of 2026 is told who gives up, and of 2025 is not', async () => {
    for (const [era, lines] of [['2026', 2], ['2025', 1]] as const) {
      const upstream = yard.open(program(`${ANSWERS} console.log(JSON.stringify({jsonrpc:'2.0',method:'heard',params:{line:JSON.parse(line)}}))})`), era);
      yard.overheard.length = 0;
      const stop = new AbortController();
      const heard: unknown[] = [];
      const call = upstream.send({ jsonrpc: '2.0', id: 5, method: 'tools/call' }, { signal: stop.signal, onMessage: (message) => heard.push(message) });
      await eventually(() => heard.length + yard.overheard.length === 1, 5_000);
      stop.abort();
      expect((await within(250, call))?.code).toBe('CANCELLED');
      await upstream.send({ jsonrpc: '2.0', method: 'notifications/own' }, { signal: new AbortController().signal, onMessage: () => undefined });
      await eventually(() => heard.length + yard.overheard.length === lines + 1, 5_000);
      const told = [...heard, ...yard.overheard].map((message) => (message as { params: { line: { method: string; params?: unknown } } }).params.line);
      expect(told.filter(({ method }) => method === 'notifications/cancelled').map(({ params }) => params)).toEqual(era === '2026' ? [{ requestId: 5 }] : []);
      await upstream.close();
    }
  });
});

describe('a stream for everything', () => {
  it('that breaks off ends all that is under way, and the way cannot be used any more', async () => {
    let stream: ServerResponse | undefined;
    const target = await yard.serve(({ request, response }) => {
      if (request.method !== 'GET') return void response.writeHead(202).end(() => stream?.destroy());
      stream = response;
      streamed(response, 'event: endpoint\ndata: /messages\n\n');
    });
    const upstream = yard.open({ ...target, serverType: 'sse' }, '2024');
    expect([(await within(1_000, asked(upstream))).failure?.code, upstream.usable]).toEqual(['CONNECTION_CLOSED', false]);
  });

  it('sends no message to a place that is elsewhere', async () => {
    const target = await yard.serve(({ response }) => streamed(response, 'event: endpoint\ndata: https://elsewhere.example.test/messages\n\n'));
    expect((await within(1_000, asked(yard.open({ ...target, serverType: 'sse', headers: { authorization: Secret.of('Bearer x') } }, '2024')))).failure?.code).toBe('MESSAGES_ELSEWHERE');
  });
});

/** Writes the same again and again until nobody listens. */
function endless(response: ServerResponse, text: string): void {
  streamed(response);
  const more = () => {
    while (!response.destroyed && response.write(text));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
