import { setImmediate as turn } from 'node:timers/promises';
import { MoorageError } from '@moorage/domain';
import type { ExchangeFrame } from '@moorage/contracts';
import { eventually } from '@moorage/test-kit';
import { ALL, eventsIn, McpGround, ONE, type Frames } from './mcp-ground';

const MESSAGE_MS = 60;
const KEEP_ALIVE_MS = 30;

const frames = (...all: ExchangeFrame[]): Frames => async function* () { yield* all; };

/** Settles when the stream is given up. */
const givenUp = (signal: AbortSignal | undefined) => new Promise<never>((_resolve, reject) => {
  if (signal?.aborted) reject(signal.reason);
  signal?.addEventListener('abort', () => reject(signal.reason instanceof MoorageError ? signal.reason : new MoorageError('UPSTREAM_TIMEOUT')));
});

describe('answers of an MCP endpoint', () => {
  let ground: McpGround;

  beforeAll(async () => {
    ground = await McpGround.open({ messageMs: MESSAGE_MS, endMs: 20, keepAliveMs: KEEP_ALIVE_MS });
  });
  afterAll(() => ground?.close());

  describe('have the form that suits them', () => {
    it('one message is JSON, word for word, with status and session of the first frame', async () => {
      ground.answer(frames({ status: 200, sessionId: 'mcps_1', instance: 'a', text: '{"id":1, "result" : {}}' }));
      const response = await ground.fetch();
      expect([response.status, response.headers.get('content-type'), response.headers.get('mcp-session-id'), await response.text()]).toEqual([200, 'application/json; charset=utf-8', 'mcps_1', '{"id":1, "result" : {}}']);
    });

    it('one message that comes in parts is one', async () => {
      ground.answer(frames({ status: 200 }, { text: '{"a":', more: true }, { text: '"b', more: true }, { text: '"}' }));
      expect(await (await ground.fetch()).text()).toBe('{"a":"b"}');
    });

    it('a request that is answered with nothing is told so: its client would wait for its own limit', async () => {
      ground.answer(frames({ status: 200 }));
      const response = await ground.fetch(undefined, { body: '{"jsonrpc":"2.0","id":7,"method":"tools/call"}' });
      expect([response.status, await response.json()]).toMatchObject([200, { jsonrpc: '2.0', id: 7, error: { code: -32_603, data: { code: 'SERVICE_UNAVAILABLE', retryable: true } } }]);
    });

    it.each([202, 204, 404, 400])('no message is the status alone: %p', async (status) => {
      ground.answer(frames({ status }));
      const response = await ground.fetch();
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([status, null, '']);
    });

    it('a refusal in words of MCP keeps its status', async () => {
      ground.answer(frames({ status: 400, text: '{"error":{}}' }));
      const response = await ground.fetch();
      expect([response.status, await response.json()]).toEqual([400, { error: {} }]);
    });

    it('a method that the server lacks is told which it has', async () => {
      ground.answer(frames({ status: 405 }));
      const response = await ground.fetch(ALL, { method: 'GET' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    });

    it('several messages are events, in their order', async () => {
      ground.answer(frames({ status: 200, sessionId: 'mcps_1' }, { text: '{"n":1}' }, { text: '{"n":', more: true }, { text: '2}' }, { text: '{"n":3}' }));
      const response = await ground.fetch();
      expect([response.status, response.headers.get('content-type'), response.headers.get('mcp-session-id')]).toEqual([200, 'text/event-stream', 'mcps_1']);
      expect([response.headers.get('x-accel-buffering'), response.headers.get('cache-control'), response.headers.get('x-content-type-options')]).toEqual(['no', 'no-store', 'nosniff']);
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
      expect(eventsIn(await response.text())).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    });

    it('a line break inside a message ends no event', async () => {
      ground.answer(frames({ status: 200 }, { text: '{\n"n":\r\n1\r}' }, { text: '{}' }));
      expect(eventsIn(await (await ground.fetch()).text())).toEqual(['{\n"n":\n1\n}', '{}']);
    });

    it('a message that is not followed at once by the end does not wait for it', async () => {
      ground.answer(async function* ({ context }) {
        yield { status: 200, text: '{"progress":1}' };
        await givenUp(context.signal);
      });
      const { body } = await ground.fetch();
      const { value } = await body!.getReader().read();
      expect(Buffer.from(value!).toString()).toContain('{"progress":1}');
    });

    it('listening begins before anything is said', async () => {
      ground.answer(async function* ({ context }) {
        yield { status: 200 };
        await givenUp(context.signal);
      });
      for (const init of [{ method: 'GET' }, { headers: { 'mcp-method': 'subscriptions/listen' } }]) {
        const leave = new AbortController();
        const response = await ground.fetch(ALL, { ...init, signal: leave.signal });
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
        leave.abort();
      }
    });

    it('whoever waits long sees that it is being worked for, and gets the answer as an event', async () => {
      let finish = (): void => undefined;
      ground.answer(async function* () {
        yield { status: 200 };
        await new Promise<void>((resolve) => (finish = resolve));
        yield { text: '{"late":true}' };
      });
      const response = await ground.fetch();
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      const reader = response.body!.getReader();
      for (let beats = 0; beats < 2; beats += 1) expect(Buffer.from((await reader.read()).value!).toString()).toBe(': keep-alive\n\n');
      finish();
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) rest += Buffer.from(part.value).toString();
      expect(eventsIn(rest)).toEqual(['{"late":true}']);
    });

    it.each<Record<string, string>>([{ 'mcp-session-id': 'mcps_1' }, { 'mcp-method': 'tools/call' }])('a service that says nothing for long is not waited for in silence, where no session can begin: %j', async (headers) => {
      let finish = (): void => undefined;
      ground.answer(async function* () {
        await new Promise<void>((resolve) => (finish = resolve));
        yield { status: 200, text: '{}' };
      });
      const response = await ground.fetch(ALL, { headers });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      finish();
      expect(eventsIn(await response.text())).toEqual(['{}']);
    });

    it('the session that begins is waited for', async () => {
      ground.answer(async function* () {
        await new Promise((resolve) => setTimeout(resolve, 3 * MESSAGE_MS));
        yield { status: 200, sessionId: 'mcps_2', text: '{}' };
      });
      const response = await ground.fetch();
      expect([response.headers.get('mcp-session-id'), await response.text()]).toEqual(['mcps_2', '{}']);
    });
  });

  describe('end', () => {
    it('with an error of ours while nothing has been said', async () => {
      ground.answer(async function* () {
        throw new MoorageError('CONFIGURATION_DISABLED');
      });
      const response = await ground.fetch(ONE);
      expect([response.status, await response.json()]).toEqual([409, expect.objectContaining({ success: false })]);
    });

    it('when the service fails in the middle of a stream', async () => {
      ground.answer(async function* () {
        yield { status: 200, text: '{"n":1}' };
        yield { text: '{"n":2}' };
        throw new MoorageError('SERVICE_UNAVAILABLE');
      });
      expect(eventsIn(await (await ground.fetch()).text())).toEqual(['{"n":1}', '{"n":2}']);
      expect(ground.log.lines).toContainEqual(expect.objectContaining({ message: 'a stream ended early', fields: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }) }));
    });

    it.each<[string, Frames]>([
      ['before the first frame', async function* ({ context }) { await givenUp(context.signal); yield {}; }],
      ['before the first message', async function* ({ context }) { yield { status: 200 }; await givenUp(context.signal); }],
      ['in the middle of a message', async function* ({ context }) { yield { status: 200, text: '{', more: true }; await givenUp(context.signal); }],
      ['in the middle of a stream', async function* ({ context }) { yield { status: 200, text: '{}' }; yield { text: '{}' }; await givenUp(context.signal); }],
    ])('as soon as the client leaves %s', async (_what, answer) => {
      ground.answer(answer);
      const leave = new AbortController();
      const asked = ground.fetch(ALL, { signal: leave.signal }).then((response) => response.text()).catch(() => 'left');
      await eventually(() => ground.asked.length === 1);
      const signal = ground.asked[0]?.context.signal;
      expect(signal?.aborted).toBe(false);
      leave.abort();
      expect(await asked).toBe('left');
      await eventually(() => signal?.aborted === true);
    });

    it('not because an earlier one on the same connection is over', async () => {
      ground.answer(frames({ status: 200, text: '{}' }));
      for (let n = 0; n < 3; n += 1) await (await ground.fetch()).text();
      expect(ground.asked).toHaveLength(3);
      const signals = ground.asked.map(({ context }) => context.signal);
      expect(new Set(signals).size).toBe(3);
      ground.answer(async function* ({ context }) {
        await turn();
        yield { status: 200, text: JSON.stringify({ left: context.signal?.aborted }) };
      });
      expect(await (await ground.fetch()).json()).toEqual({ left: false });
    });

    it('standing ones at once when the gateway closes; those under way go on', async () => {
      const other = await McpGround.open({});
      try {
        let finish = (): void => undefined;
        other.answer(async function* ({ request, context }) {
          yield { status: 200 };
          await Promise.race([givenUp(context.signal), new Promise<void>((resolve) => request.verb === 'post' && (finish = resolve))]);
          yield { text: '{}' };
        });
        const listening = await other.fetch(ALL, { method: 'GET' });
        const posted = other.fetch();
        await eventually(() => other.asked.length === 2);
        other.endpoint.close();
        expect(await listening.text()).toBe('');
        expect((await other.fetch(ALL, { method: 'GET' })).status).toBe(503);
        finish();
        expect(await (await posted).text()).toBe('{}');
      } finally {
        await other.close();
      }
    });
  });

  describe('wait for whoever reads them', () => {
    const LARGE = JSON.stringify({ text: 'x'.repeat(64 * 1024) });

    it('and take no more from the service meanwhile, nor pile up signs of life', async () => {
      let taken = 0;
      ground.answer(async function* () {
        yield { status: 200 };
        for (; taken < 1_000; taken += 1) yield { text: LARGE };
      });
      const { response } = await ground.unread();
      let before = -1;
      await eventually(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5 * KEEP_ALIVE_MS));
        const still = taken === before;
        before = taken;
        return still;
      });
      expect(taken).toBeLessThan(500);
      const text = await new Promise<string>((resolve) => {
        let all = '';
        response.setEncoding('utf8').on('data', (part: string) => (all += part)).once('end', () => resolve(all));
      });
      expect(eventsIn(text)).toHaveLength(1_000);
      expect(eventsIn(text).every((event) => event === LARGE)).toBe(true);
    });

    it('but not when they leave without having read', async () => {
      ground.answer(async function* ({ context }) {
        yield { status: 200 };
        while (!context.signal?.aborted) yield { text: LARGE };
      });
      const { request } = await ground.unread();
      const signal = ground.asked[0]?.context.signal;
      request.destroy();
      await eventually(() => signal?.aborted === true);
      expect(ground.asked).toHaveLength(1);
    });
  });
});
