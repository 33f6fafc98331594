import { MoorageError, type Caller } from '@moorage/domain';
import { concurrently, defineContract, eventually, rejectionOf, within } from '@moorage/test-kit';
import { connectContractClient } from '../src/connect-contract-client';
import { EncodedReply } from '../src/encoded-reply';
import { requireCaller, type MessageContext } from '../src/message-context';
import { startService } from '../src/start-service';
import { decode } from '../src/wire';
import { greet, greeterModule, rang, type GreetReply } from './greetings';
import type { MessagingHarness } from './messaging-harness';
import { TOKEN } from './running-broker';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const CALLER: Caller = { organizationId: 'org_1', userId: 'user_1', role: 'member', scopes: ['personal:read'] };
const AT_ONCE_MS = 1_000;

/** What clients and services of Moorage promise each other, whichever broker is between them. */
export const messagingContract = defineContract<MessagingHarness>('messaging', {
  'a-reply-comes-back: the handler gets the request and its reply arrives as it was given': async ({ serve, open }) => {
    await serve({ greet: async ({ name }) => ({ text: `Grüß Gott ${name} 🙂`, times: 2 }) });
    const client = await open({ checkReplies: true });
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'Grüß Gott Ada 🙂', times: 2 });
  },

  'a-reply-can-be-relayed: it comes as the JSON that the service wrote, whether replies are checked or not': async ({ serve, open }) => {
    await serve({ greet: async ({ name }) => ({ text: `Grüß Gott "${name}" 🙂`, times: 2 }) });
    for (const client of [await open(), await open({ checkReplies: true })]) {
      const { json } = await client.relay(greet, { name: 'Ada' }, {});
      expect(json.toString()).toBe('{"text":"Grüß Gott \\"Ada\\" 🙂","times":2}');
    }
  },

  'a-reply-may-be-encoded-already: it arrives like any other': async ({ serve, open }) => {
    await serve({ greet: async () => new EncodedReply<GreetReply>(Buffer.from('{"text":"Grüß Gott","times":2}')) });
    const client = await open({ checkReplies: true });
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'Grüß Gott', times: 2 });
  },

  'relayed-errors-cross: what is no reply rejects as with call': async ({ serve, open }) => {
    await serve({ greet: async () => Promise.reject(new MoorageError('CONFLICT', { message: 'Still greeting.' })) });
    expect(await rejectionOf(async () => (await open()).relay(greet, { name: 'Ada' }, {}))).toMatchObject({ code: 'CONFLICT', message: 'Still greeting.' });
  },

  'many-at-once: replies find the calls they belong to': async ({ serve, open }) => {
    await serve({ greet: async ({ name }) => (await new Promise((resolve) => setImmediate(resolve)), { text: name }) });
    const client = await open();
    const replies = await concurrently(500, (index) => client.call(greet, { name: `n${index}` }, {}));
    expect(replies.map(({ text }) => text)).toEqual(Array.from({ length: 500 }, (_, index) => `n${index}`));
  },

  'errors-cross: a declared error arrives with its code, message and details': async ({ serve, open, log }) => {
    const error = new MoorageError('CONFLICT', { message: 'Still greeting.', details: { since: '2025-10-07T12:30:00Z', by: ['x'] } });
    await serve({ greet: async () => Promise.reject(error) });
    const rejection = await rejectionOf(async () => (await open()).call(greet, { name: 'Ada' }, {}));
    expect(rejection).toBeInstanceOf(MoorageError);
    expect(rejection).toMatchObject({ code: 'CONFLICT', message: 'Still greeting.', details: error.details });
    expect(log.errors).toEqual([]);
  },

  'requests-are-checked: an invalid request is refused with every fault and never handled': async ({ serve, open }) => {
    let handled = 0;
    await serve({ greet: async () => ((handled += 1), { text: '' }) });
    const request = { name: 7, extra: true } as unknown as { name: string };
    const rejection = (await rejectionOf(async () => (await open()).call(greet, request, {}))) as MoorageError;
    expect(rejection.code).toBe('VALIDATION_ERROR');
    expect((rejection.details['errors'] as { field: string }[]).map(({ field }) => field).sort()).toEqual(['extra', 'name']);
    expect(handled).toBe(0);
  },

  'nobody-answers: a call to a service that does not run fails at once and names it': async ({ open }) => {
    const client = await open();
    const rejection = await within(AT_ONCE_MS, rejectionOf(() => client.call(greet, { name: 'Ada' }, {})));
    expect(rejection).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: 'No instance of the greeting service is running.', details: { service: 'greeting' } });
  },

  'undeclared-errors: a code that the definition does not declare becomes INTERNAL_ERROR and is logged': async ({ serve, open, log }) => {
    await serve({ greet: async () => Promise.reject(new MoorageError('RATE_LIMITED', { message: 'inner matter' })) });
    const rejection = await rejectionOf(async () => (await open()).call(greet, { name: 'Ada' }, {}));
    expect(rejection).toMatchObject({ code: 'INTERNAL_ERROR', details: {} });
    expect((rejection as Error).message).not.toContain('inner');
    expect(log.errors.map(({ message }) => message)).toEqual([expect.stringContaining('RATE_LIMITED')]);
  },

  'crashes-stay-inside: an unexpected exception tells the caller nothing and the log everything': async ({ serve, open, log }) => {
    const crash = new TypeError('password=hunter2');
    await serve({ greet: () => Promise.reject(crash) });
    const rejection = await rejectionOf(async () => (await open()).call(greet, { name: 'Ada' }, { traceparent: TRACEPARENT }));
    expect(rejection).toMatchObject({ code: 'INTERNAL_ERROR', details: {} });
    expect(JSON.stringify([rejection, (rejection as Error).message])).not.toContain('hunter2');
    expect(log.errors).toEqual([expect.objectContaining({ cause: crash, fields: { subject: greet.subject, traceId: TRACE_ID } })]);
  },

  'logs-tell-the-trace: every line of a service on a request names its subject and its trace': async ({ serve, open, log }) => {
    const replies: GreetReply[] = [{ text: 'short' }, { text: 'x'.repeat(9_000_000) }];
    await serve({ greet: async () => replies.shift() ?? Promise.reject(new MoorageError('CONFLICT')) });
    const client = await open();
    for (const _each of [1, 2, 3]) await rejectionOf(() => client.call(greet, { name: 'Ada' }, { traceparent: TRACEPARENT }));
    const lines = log.lines.filter(({ fields }) => fields?.['subject'] === greet.subject);
    expect(lines.map(({ level, fields }) => [level, fields?.['traceId'], fields?.['code']])).toEqual([
      ['debug', TRACE_ID, undefined],
      ['error', TRACE_ID, undefined],
      ['debug', TRACE_ID, undefined],
      ['debug', TRACE_ID, 'CONFLICT'],
    ]);
  },

  'odd-throws: whatever a handler throws becomes one INTERNAL_ERROR that shows nothing of it, and the service goes on': async ({ serve, open, log }) => {
    const hostile = Object.defineProperty({}, 'code', {
      get: () => {
        throw new TypeError('hunter2');
      },
    });
    const oddities: unknown[] = [undefined, null, 'hunter2', 7, { code: 'CONFLICT', message: 'hunter2' }, Object.assign(new RangeError('hunter2'), { code: 'CONFLICT' }), hostile, Object.create(null), Symbol('hunter2')];
    await serve({
      greet: async ({ name }) => {
        if (name === 'Ada') throw oddities.shift();
        return { text: name };
      },
    });
    const client = await open();
    const expected = oddities.length;
    const rejections = await within(AT_ONCE_MS, concurrently(expected, () => rejectionOf(() => client.call(greet, { name: 'Ada' }, {}))));
    expect(rejections).toMatchObject(Array(expected).fill({ code: 'INTERNAL_ERROR', details: {} }));
    expect(rejections.map(String).join()).not.toContain('hunter2');
    expect(log.errors).toHaveLength(expected);
    await expect(client.call(greet, { name: 'Bob' }, {})).resolves.toEqual({ text: 'Bob' });
  },

  'no-reply: a handler that answers nothing, or what JSON cannot say, is INTERNAL_ERROR at once': async ({ serve, open }) => {
    const answers: unknown[] = [undefined, null, 'text', { text: 1n }];
    await serve({ greet: async () => answers.shift() as GreetReply });
    const client = await open();
    const rejections = await within(AT_ONCE_MS, concurrently(4, () => rejectionOf(() => client.call(greet, { name: 'Ada' }, {}))));
    expect(rejections).toMatchObject(Array(4).fill({ code: 'INTERNAL_ERROR' }));
  },

  'json-only: dates arrive as text, absent members do not arrive': async ({ serve, open }) => {
    const reply = { text: new Date(0), times: undefined } as unknown as GreetReply;
    await serve({ greet: async () => reply });
    await expect((await open()).call(greet, { name: 'Ada' }, {})).resolves.toStrictEqual({ text: '1970-01-01T00:00:00.000Z' });
  },

  'garbage-in: payloads that are no message are refused and the service goes on': async ({ serve, raw, open }) => {
    await serve();
    const bus = await raw();
    for (const payload of ['', 'not json', '[]', 'null', '"text"', '{}', '{"request":[]}', '{"request":{"name":"Ada"},"caller":{"organizationId":1}}', '\u0000\uffff']) {
      const answer = decode((await bus.request(greet.subject, payload, { timeout: AT_ONCE_MS })).data);
      expect(answer).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
    }
    bus.publish(greet.subject, 'nobody waits for this');
    await expect((await open()).call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'Hello Ada' });
  },

  'garbage-out: an answer that is none of ours becomes INTERNAL_ERROR and is logged': async ({ raw, open, log }) => {
    const answers = ['', 'not json', '[]', '{}', '{"ok":true}', '{"err":"oops","isDisposed":true}', '{"status":"error","message":"Internal server error"}', '{"ok":false,"error":{"code":"NO_SUCH"}}'];
    const bus = await raw();
    bus.subscribe(greet.subject, { callback: (_error, message) => message.respond(answers.shift()) });
    await bus.flush();
    const client = await open();
    const expected = answers.length;
    const rejections = await concurrently(expected, () => rejectionOf(() => client.call(greet, { name: 'Ada' }, {})));
    expect(rejections).toMatchObject(Array(expected).fill({ code: 'INTERNAL_ERROR' }));
    expect(log.errors).toHaveLength(expected);
  },

  'late-answers: an answer after the end of its call, or a second one, disturbs nobody': async ({ raw, open }) => {
    const bus = await raw();
    const answer = '{"ok":true,"reply":{"text":"again"}}';
    bus.subscribe(greet.subject, { callback: (_error, message) => void (message.respond(answer), message.respond(answer)) });
    await bus.flush();
    const client = await open();
    await client.call(greet, { name: 'Ada' }, {});
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'again' });
  },

  'sizes: 4 MiB pass both ways; what does not fit is refused and the service goes on': async ({ serve, open }) => {
    await serve({ greet: async ({ name, ballast }) => ({ text: name === 'large' ? 'x'.repeat(9_000_000) : (ballast ?? '') }) });
    const client = await open();
    const ballast = 'b'.repeat(4 * 1024 * 1024);
    expect((await client.call(greet, { name: 'Ada', ballast }, {})).text).toBe(ballast);
    await expect(client.call(greet, { name: 'large' }, {})).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    await expect(client.call(greet, { name: 'Ada', ballast: 'x'.repeat(9_000_000) }, {})).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: '' });
  },

  'context-travels: the handler learns who is calling, and goes on with the trace in a span of its own': async ({ serve, open }) => {
    const seen: MessageContext[] = [];
    await serve({ greet: async (_request, context) => (seen.push(context), { text: requireCaller(context).organizationId }) });
    const client = await open();
    await client.call(greet, { name: 'Ada' }, { caller: CALLER, traceparent: TRACEPARENT });
    expect(seen[0]).toMatchObject({ caller: CALLER, traceId: TRACE_ID });
    expect(seen[0]?.traceparent).toMatch(new RegExp(`^00-${TRACE_ID}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
    await expect(client.call(greet, { name: 'Ada' }, { traceparent: 'bad\r\nheader' })).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(seen[1]).toMatchObject({ caller: null });
    expect(seen[1]?.traceparent).toBeUndefined();
  },

  'broadcasts-reach-all: every instance and every listening client hears each broadcast once': async ({ serve, open }) => {
    const heard: string[] = [];
    const note = (who: string) => ({ hear: ({ door }: { door: string }) => void heard.push(`${who} ${door}`) });
    await serve(note('one'));
    await serve(note('two'));
    const [listener, sender] = [await open(), await open()];
    const stop = await listener.hear(rang, note('client').hear);
    await sender.broadcast(rang, { door: 'front' });
    await eventually(() => heard.length >= 3);
    stop();
    await sender.broadcast(rang, { door: 'back' });
    await eventually(() => heard.length >= 5);
    expect(heard.sort()).toEqual(['client front', 'one back', 'one front', 'two back', 'two front']);
  },

  'broadcasts-are-checked: a malformed event is logged, and so is a listener that fails': async ({ serve, open, raw, log }) => {
    const heard: string[] = [];
    const fragile = ({ door }: { door: string }) => {
      if (door === 'trap') throw new MoorageError('INTERNAL_ERROR', { message: 'fell in' });
      heard.push(door);
    };
    await serve({ hear: fragile });
    const client = await open();
    await client.hear(rang, fragile);
    const bus = await raw();
    for (const payload of ['', 'no json', '{"door":7}', '{"door":"trap"}', '{"door":"front"}']) bus.publish(rang.subject, payload);
    await eventually(() => heard.length === 2);
    expect(log.errors).toHaveLength(8);
  },

  'replies-can-be-checked: a reply that breaks its definition is found when asked for': async ({ serve, open, log }) => {
    await serve({ greet: async () => ({ text: 'x', times: 'often' }) as unknown as GreetReply });
    await expect((await open()).call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'x', times: 'often' });
    await expect((await open({ checkReplies: true })).call(greet, { name: 'Ada' }, {})).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(log.errors.map(({ message }) => message)).toEqual([expect.stringContaining('times')]);
  },

  'wrong-credentials: client and service are refused at once, in one line without the token': async ({ broker, log }) => {
    const url = broker.url.replace(TOKEN, 'a-wrong-token');
    const start = [() => connectContractClient({ url, name: 'x', log }), () => startService({ name: 'x', url, module: greeterModule({}), log })];
    for (const attempt of start) {
      const rejection = (await within(AT_ONCE_MS, rejectionOf(attempt))) as MoorageError;
      expect(rejection.code).toBe('SERVICE_UNAVAILABLE');
      expect(rejection.message).toMatch(/^NATS at 127\.0\.0\.1:\d+ refused the credentials\. Correct the user, password or token in NATS_URL\.$/);
    }
  },

  'small-brokers: a broker that carries less than 8 MiB is refused, with what to set': async ({ another, log }) => {
    const { url } = await another({ maxPayload: 1_048_576 });
    const start = [() => connectContractClient({ url, name: 'x', log }), () => startService({ name: 'x', url, module: greeterModule({}), log })];
    for (const attempt of start) {
      const rejection = (await within(AT_ONCE_MS, rejectionOf(attempt))) as MoorageError;
      expect(rejection.message).toMatch(/1048576 bytes; set max_payload: 8MB in its configuration\.$/);
    }
  },
});
