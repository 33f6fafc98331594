import { subjectAt } from '@moorage/contracts';
import { MoorageError, type Caller } from '@moorage/domain';
import { concurrently, defineContract, eventually, within } from '@moorage/test-kit';
import type { MessageContext } from '../src/message-context';
import { gate } from './gate';
import { count, counting, greet, type CountFrame } from './greetings';
import type { MessagingHarness } from './messaging-harness';
import { lingering, readAll } from './read-all';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const CALLER: Caller = { organizationId: 'org_1', userId: 'user_1', role: 'member', scopes: ['personal:read'] };
const AT_ONCE_MS = 1_000;

/** What clients and services promise each other of streams, whichever broker is between them. */
export const streamsContract = defineContract<MessagingHarness>('streams', {
  'frames-come: all of them, in their order, as they were yielded, and then the end': async ({ serve, open }) => {
    await serve({
      count: async function* () {
        yield { number: 0, ballast: 'Grüß Gott "Ada" 🙂' };
        yield { number: 1 };
      },
    });
    const client = await open({ checkReplies: true });
    const frames: CountFrame[] = [];
    for await (const frame of client.stream(count, { what: 'sheep' }, {})) frames.push(frame);
    expect(frames).toEqual([{ number: 0, ballast: 'Grüß Gott "Ada" 🙂' }, { number: 1 }]);
  },

  'frames-come-when-they-are-there: none waits for the next': async ({ serve, open }) => {
    const next = gate();
    await serve({
      count: async function* () {
        yield { number: 0 };
        await next.opened;
        yield { number: 1 };
      },
    });
    const frames = (await open()).stream(count, { what: 'sheep' }, {})[Symbol.asyncIterator]();
    expect(await within(AT_ONCE_MS, frames.next())).toEqual({ done: false, value: { number: 0 } });
    next.open();
    expect(await within(AT_ONCE_MS, frames.next())).toEqual({ done: false, value: { number: 1 } });
    expect(await within(AT_ONCE_MS, frames.next())).toEqual({ done: true, value: undefined });
  },

  'no-frames: a stream may end without any': async ({ serve, open }) => {
    await serve();
    expect(await within(AT_ONCE_MS, readAll((await open()).stream(count, { what: 'sheep', to: 0 }, {})))).toEqual({ numbers: [] });
  },

  'one-message-each-way: a stream of one frame costs what a request costs': async ({ serve, open, raw }) => {
    await serve();
    const watcher = await raw();
    const seen: string[] = [];
    watcher.subscribe('>', { callback: (_error, { subject }) => void seen.push(subject) });
    await watcher.flush();
    const client = await open();
    expect(await readAll(client.stream(count, { what: 'sheep', to: 1 }, {}))).toEqual({ numbers: [0] });
    await client.call(greet, { name: 'Ada' }, {});
    await eventually(() => seen.includes(greet.subject) && seen.length >= 4);
    expect(seen.filter((subject) => !subject.startsWith('_INBOX'))).toEqual([count.subject, greet.subject]);
    expect(seen).toHaveLength(4);
  },

  'many-at-once: 1,000 streams of one frame find those they belong to': async ({ serve, open }) => {
    await serve({
      count: async function* ({ to = 0 }) {
        yield { number: to };
      },
    });
    const client = await open();
    const read = await concurrently(1_000, (index) => readAll(client.stream(count, { what: 'sheep', to: index }, {})));
    expect(read).toEqual(Array.from({ length: 1_000 }, (_, index) => ({ numbers: [index] })));
  },

  'long-streams-keep-order: 10,000 frames come one after the other, and the service is never far ahead of a slow reader': async ({ serve, open }) => {
    let yielded = 0;
    let farthest = 0;
    let read = 0;
    await serve({
      count: async function* () {
        for (; yielded < 10_000; farthest = Math.max(farthest, yielded - read)) yield { number: yielded++ };
      },
    });
    for await (const { number } of (await open()).stream(count, { what: 'sheep' }, {})) {
      expect(number).toBe(read++);
      if (number % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(10_000);
    expect(farthest).toBeLessThanOrEqual(200);
  },

  'nobody-reads: a reader who stops reading stops the handler, by number and by size of frames': async ({ serve, open }) => {
    const yielded = { small: 0, large: 0 };
    const ballast = 'b'.repeat(300_000);
    await serve({
      count: async function* ({ what }) {
        for (;;) yield what === 'large' ? { number: yielded.large++, ballast } : { number: yielded.small++ };
      },
    });
    const client = await open();
    const readers = (['small', 'large'] as const).map((what) => client.stream(count, { what }, {})[Symbol.asyncIterator]());
    await Promise.all(readers.map((reader) => reader.next()));
    for (let request = 0; request < 50; request += 1) await client.call(greet, { name: 'Ada' }, {});
    expect(yielded.small).toBeLessThanOrEqual(200);
    expect(yielded.large).toBeLessThanOrEqual(6);
    for (let frame = 0; frame < 50; frame += 1) await within(AT_ONCE_MS, Promise.all(readers.map((reader) => reader.next())));
    await Promise.all(readers.map((reader) => reader.return?.()));
  },

  'large-frames: 4 MiB pass, and what the bus does not carry ends the stream after what came before': async ({ serve, open, log }) => {
    const ballast = 'b'.repeat(4 * 1024 * 1024);
    await serve({
      count: async function* ({ what }) {
        yield { number: 0, ballast };
        yield { number: 1, ballast };
        if (what === 'giants') yield { number: 2, ballast: 'x'.repeat(9_000_000) };
      },
    });
    const client = await open();
    const sizes: unknown[] = [];
    for await (const frame of client.stream(count, { what: 'sheep' }, {})) sizes.push(frame.ballast?.length);
    expect(sizes).toEqual([ballast.length, ballast.length]);
    expect(await readAll(client.stream(count, { what: 'giants' }, {}))).toEqual({ numbers: [0, 1], error: expect.objectContaining({ code: 'INTERNAL_ERROR' }) as unknown });
    expect(log.errors).toHaveLength(1);
  },

  'errors-cross: a handler that throws in the middle ends the stream with its error, after the frames that came before': async ({ serve, open, log }) => {
    await serve({
      count: async function* () {
        yield { number: 0 };
        throw new MoorageError('CONFLICT', { message: 'Lost count.', details: { at: 1 } });
      },
    });
    const { numbers, error } = await readAll((await open()).stream(count, { what: 'sheep' }, {}));
    expect(numbers).toEqual([0]);
    expect(error).toBeInstanceOf(MoorageError);
    expect(error).toMatchObject({ code: 'CONFLICT', message: 'Lost count.', details: { at: 1 } });
    expect(log.errors).toEqual([]);
  },

  'crashes-stay-inside: an unexpected exception, an undeclared code, and what is no frame tell the reader nothing and the log everything': async ({ serve, open, log }) => {
    const mishaps: (() => unknown)[] = [
      () => Promise.reject(new TypeError('hunter2')),
      () => Promise.reject(new MoorageError('RATE_LIMITED', { message: 'hunter2' })),
      () => 'hunter2',
      () => null,
      () => ({ number: 1n }),
    ];
    await serve({
      count: async function* ({ to = 0 }) {
        yield { number: 7 };
        yield (await mishaps[to]?.()) as CountFrame;
      },
    });
    const client = await open();
    for (const to of mishaps.keys()) {
      const { numbers, error } = await within(AT_ONCE_MS, readAll(client.stream(count, { what: 'sheep', to }, {})));
      expect([numbers, error]).toMatchObject([[7], { code: 'INTERNAL_ERROR', details: {} }]);
      expect(String(error)).not.toContain('hunter2');
    }
    expect(log.errors).toHaveLength(mishaps.length);
  },

  'no-stream: a handler that answers no frames at all is INTERNAL_ERROR': async ({ serve, open, log }) => {
    await serve({ count: () => ({}) as AsyncIterable<CountFrame> });
    expect(await within(AT_ONCE_MS, readAll((await open()).stream(count, { what: 'sheep' }, {})))).toMatchObject({ numbers: [], error: { code: 'INTERNAL_ERROR' } });
    expect(log.errors).toHaveLength(1);
  },

  'requests-are-checked: an invalid one is refused with every fault and never handled': async ({ serve, open }) => {
    let handled = 0;
    await serve({ count: (request) => ((handled += 1), counting(request)) });
    const request = { what: 7, extra: true } as unknown as { what: string };
    const { error } = await readAll((await open()).stream(count, request, {}));
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [expect.anything(), expect.anything()] } });
    expect(handled).toBe(0);
  },

  'frames-can-be-checked: one that breaks its definition is found when asked for': async ({ serve, open, log }) => {
    await serve({
      count: async function* () {
        yield { number: 0 };
        yield { number: 'one' } as unknown as CountFrame;
      },
    });
    expect(await readAll((await open()).stream(count, { what: 'sheep' }, {}))).toEqual({ numbers: [0, 'one'] });
    expect(await readAll((await open({ checkReplies: true })).stream(count, { what: 'sheep' }, {}))).toMatchObject({ numbers: [0], error: { code: 'INTERNAL_ERROR' } });
    expect(log.errors.map(({ message }) => message)).toEqual([expect.stringContaining('number')]);
  },

  'context-travels: the handler learns who is asking and within which trace, and has no deadline': async ({ serve, open }) => {
    const seen: MessageContext[] = [];
    await serve({ count: (request, context) => (seen.push(context), counting(request)) });
    await readAll((await open()).stream(count, { what: 'sheep' }, { caller: CALLER, traceparent: TRACEPARENT }));
    expect(seen).toMatchObject([{ caller: CALLER, traceId: TRACE_ID, remainingMs: Infinity }]);
    expect(seen[0]?.signal.aborted).toBe(false);
  },

  'nobody-answers: a stream of a service that does not run fails at once': async ({ open }) => {
    const client = await open();
    const { error } = await within(AT_ONCE_MS, readAll(client.stream(count, { what: 'sheep' }, {})));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { service: 'greeting' } });
  },

  'instances-can-be-asked: what names one reaches it alone, what names none reaches any': async ({ serve, open }) => {
    const asked: string[] = [];
    for (const instance of ['b3c1', 'a-2_X']) await serve({ count: (request) => (asked.push(`${instance} ${request.what}`), counting(request)) }, { instance });
    const client = await open();
    for (const instance of ['b3c1', 'a-2_X', 'b3c1']) expect(await readAll(client.stream(count, { what: instance }, { instance }))).toEqual({ numbers: [0, 1, 2] });
    expect(asked).toEqual(['b3c1 b3c1', 'a-2_X a-2_X', 'b3c1 b3c1']);
    await readAll(client.stream(count, { what: 'any' }, {}));
    expect(asked).toHaveLength(4);
    expect(subjectAt(count, 'b3c1')).toBe('greeting.numbers.count.b3c1.v1');
  },

  'instances-go: one that is gone is SERVICE_UNAVAILABLE at once, although others run': async ({ serve, open }) => {
    const gone = await serve({}, { instance: 'gone' });
    await serve({}, { instance: 'here' });
    const client = await open();
    expect(await readAll(client.stream(count, { what: 'sheep' }, { instance: 'gone' }))).toEqual({ numbers: [0, 1, 2] });
    await gone.close();
    const { error } = await within(AT_ONCE_MS, readAll(client.stream(count, { what: 'sheep' }, { instance: 'gone' })));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: 'The instance gone of the greeting service is not running.' });
    expect(await readAll(client.stream(count, { what: 'sheep' }, {}))).toEqual({ numbers: [0, 1, 2] });
  },

  'instances-have-names: what is none is a mistake of ours, and is sent nowhere': async ({ serve, open }) => {
    const asked: string[] = [];
    await serve({ count: (request) => (asked.push(request.what), counting(request)) }, { instance: 'here' });
    const client = await open();
    for (const instance of ['', '*', '>', 'a.b', 'a b', 'a\r\nPUB x', 'ä']) expect((await readAll(client.stream(count, { what: 'sheep' }, { instance }))).error).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(asked).toEqual([]);
  },

  'asked-once: a stream is asked for with the first read, and what was read cannot be read again': async ({ serve, open }) => {
    let asked = 0;
    await serve({ count: (request) => ((asked += 1), counting(request)) });
    const client = await open();
    client.stream(count, { what: 'unread' }, {});
    const frames = client.stream(count, { what: 'sheep' }, {});
    expect(await readAll(frames)).toEqual({ numbers: [0, 1, 2] });
    expect(await readAll(frames)).toEqual({ numbers: [] });
    expect(asked).toBe(1);
  },

  'leaving-ends-it: a reader who leaves the loop has the handler told at once': async ({ serve, open }) => {
    const seen: MessageContext[] = [];
    let ended = 0;
    await serve({
      count: async function* (request, context) {
        seen.push(context);
        void context.signal;
        try {
          yield* lingering(request, context);
        } finally {
          ended += 1;
        }
      },
    });
    for await (const { number } of (await open()).stream(count, { what: 'sheep' }, {})) if (number === 1) break;
    await eventually(() => seen[0]?.signal.aborted === true && ended === 1, AT_ONCE_MS);
    expect(seen[0]?.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  },
});
