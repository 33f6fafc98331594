import { eventually, within } from '@moorage/test-kit';
import { asked, responseTo, streamed, Yard, type Heard } from '../../test/talking/yard';

const SESSION = { id: 'one-session', protocolVersion: '2025-11-25' };
const NOTICE = 'data: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n';

let yard: Yard;
beforeEach(() => (yard = new Yard()));
afterEach(() => yard.close());

/** When and from where on each stream was asked for. */
function notingGets(): { gets: { lastEventId: unknown; at: number }[]; note(heard: Heard): void } {
  const gets: { lastEventId: unknown; at: number }[] = [];
  return { gets, note: ({ request }) => gets.push({ lastEventId: request.headers['last-event-id'], at: performance.now() }) };
}

describe('the stream of a request that ends before the response', () => {
  it('is taken up again after the time that the server has named, from the last event on', async () => {
    const { gets, note } = notingGets();
    let endedAt = 0;
    const target = await yard.serve((heard) => {
      const { request, response } = heard;
      if (request.method === 'GET') {
        note(heard);
        return streamed(response, `id: e2\ndata: ${responseTo('tools/call 1')}\n\n`);
      }
      streamed(response, `id: e1\nretry: 120\ndata: \n\n`);
      response.end(() => (endedAt = performance.now()));
    });
    const { failure, heard } = await within(2_000, asked(yard.open(target, '2025', SESSION)));
    expect([failure, heard.map(({ id }) => id)]).toEqual([null, ['tools/call 1']]);
    expect(gets.map(({ lastEventId }) => lastEventId)).toEqual(['e1']);
    expect((gets[0]?.at ?? 0) - endedAt).toBeGreaterThan(110);
  });

  it('may be taken up as often as that brings it further', async () => {
    let next = 1;
    const target = await yard.serve(({ request, response }) => {
      if (request.method === 'GET') expect(request.headers['last-event-id']).toBe(`e${next - 1}`);
      const isLast = next > 8;
      streamed(response, `id: e${(next += 1) - 1}\nretry: 1\ndata: ${isLast ? responseTo('tools/call 1') : ''}\n\n`);
      response.end();
    });
    expect((await within(4_000, asked(yard.open(target, '2025', SESSION)))).failure).toBeNull();
  });

  it('is given up where that brings it no further', async () => {
    const { gets, note } = notingGets();
    const target = await yard.serve((heard) => {
      if (heard.request.method === 'GET') note(heard);
      streamed(heard.response, 'id: e1\nretry: 1\ndata: \n\n');
      heard.response.end();
    });
    expect((await within(4_000, asked(yard.open(target, '2025', SESSION)))).failure?.code).toBe('INVALID_ANSWER');
    expect(gets.length).toBeLessThan(10);
  });

  it('is a connection that was closed where the server has spoken, and named nothing to go on from', async () => {
    const target = await yard.serve(({ response }) => {
      streamed(response, NOTICE);
      response.end();
    });
    for (const era of ['2025', '2026'] as const) expect((await within(1_000, asked(yard.open(target, era)))).failure?.code).toBe('CONNECTION_CLOSED');
  });

  it('is an answer that is lost where the server knows the session no more, not a message that could be sent again', async () => {
    const target = await yard.serve(({ request, response }) => {
      if (request.method === 'GET') return void response.writeHead(404).end();
      streamed(response, 'id: e1\nretry: 1\ndata: \n\n');
      response.end();
    });
    const upstream = yard.open(target, '2025', SESSION);
    expect([(await within(1_000, asked(upstream))).failure?.code, upstream.usable]).toEqual(['CONNECTION_CLOSED', false]);
  });

  it('is waited for no longer than somebody waits', async () => {
    let hasEnded = false;
    const target = await yard.serve(({ response }) => {
      streamed(response, 'id: e1\nretry: 600000\ndata: \n\n');
      response.end(() => (hasEnded = true));
    });
    const stop = new AbortController();
    const call = asked(yard.open(target, '2025', SESSION), 'tools/call', {}, stop.signal);
    await eventually(() => hasEnded);
    stop.abort();
    expect((await within(250, call)).failure?.code).toBe('CANCELLED');
  });

  it('may have its response on the standing stream', async () => {
    let standing: Heard['response'] | undefined;
    const target = await yard.serve(({ request, response }) => {
      if (request.method === 'GET') {
        standing = response;
        return streamed(response, ': here\n\n');
      }
      streamed(response, 'id: e1\nretry: 600000\ndata: \n\n');
      response.end(() => standing?.write(`data: ${responseTo('tools/call 1')}\n\n`));
    });
    const upstream = yard.open(target, '2025', SESSION);
    const stop = new AbortController();
    const listening = upstream.listen(stop.signal);
    await eventually(() => standing !== undefined);
    expect((await within(1_000, asked(upstream))).failure).toBeNull();
    stop.abort();
    expect(await within(250, listening)).toBeNull();
  });
});

describe('the standing stream', () => {
  it('is taken up again when it breaks off, from the last event on', async () => {
    const { gets, note } = notingGets();
    const target = await yard.serve((heard) => {
      note(heard);
      streamed(heard.response, `id: e${gets.length}\nretry: 10\n${NOTICE}`);
      if (gets.length < 3) setImmediate(() => heard.response.destroy());
    });
    const stop = new AbortController();
    const listening = yard.open(target, '2025', SESSION).listen(stop.signal);
    await eventually(() => yard.overheard.length === 3, 6_000);
    expect(gets.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'e1', 'e2']);
    stop.abort();
    expect(await within(250, listening)).toBeNull();
  });

  it('is over when the server ends it without a word of how to go on', async () => {
    const target = await yard.serve(({ response }) => {
      streamed(response, NOTICE);
      response.end();
    });
    expect(await within(1_000, yard.open(target, '2025', SESSION).listen(new AbortController().signal))).toBeNull();
    expect(yard.overheard).toHaveLength(1);
  });

  it('is not there where the server refuses it, whatever it says', async () => {
    for (const status of [400, 401, 404, 405, 500]) {
      const target = await yard.serve(({ response }) => void response.writeHead(status).end());
      expect(await within(1_000, yard.open(target, '2025', SESSION).listen(new AbortController().signal))).toBeNull();
    }
    const page = await yard.serve(({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    expect(await within(1_000, yard.open(page, '2025', SESSION).listen(new AbortController().signal))).toBeNull();
  });

  it('takes no place that calls need, however many there are', async () => {
    const streams = new Set<Heard['response']>();
    const target = await yard.serve(({ request, response, message }) => {
      if (request.method === 'GET') return void (streams.add(response), streamed(response, ': here\n\n'));
      response.writeHead(200, { 'content-type': 'application/json' }).end(responseTo(message.id));
    });
    const stop = new AbortController();
    const ways = Array.from({ length: 64 }, (_, index) => yard.open(target, '2025', { ...SESSION, id: `session-${index}` }));
    const listening = ways.map((upstream) => upstream.listen(stop.signal));
    await eventually(() => streams.size === 64, 4_000);
    const said = await within(4_000, Promise.all(ways.flatMap((upstream) => [asked(upstream), asked(upstream, 'tools/list')])));
    expect(said.filter(({ failure }) => failure !== null)).toEqual([]);
    stop.abort();
    expect(new Set(await within(1_000, Promise.all(listening)))).toEqual(new Set([null]));
  });

  it('lets other calls through while many take their time', async () => {
    const slow: Heard['response'][] = [];
    const target = await yard.serve(({ response, message }) => {
      if (message.method === 'slow') return void slow.push(response);
      response.writeHead(200, { 'content-type': 'application/json' }).end(responseTo(message.id));
    });
    const stop = new AbortController();
    const waiting = Array.from({ length: 64 }, () => asked(yard.open(target), 'slow', {}, stop.signal));
    await eventually(() => slow.length === 64, 4_000);
    expect((await within(1_000, asked(yard.open(target)))).failure).toBeNull();
    stop.abort();
    await within(1_000, Promise.all(waiting));
  });
});
