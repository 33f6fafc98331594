import { subjectAt } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { concurrently, defineContract, eventually, within } from '@moorage/test-kit';
import type { Msg } from 'nats';
import type { MessageContext } from '../src/message-context';
import { cancelSubject, decode, HEADERS } from '../src/wire';
import { gate, never } from './gate';
import { count, counting, greet, type CountFrame } from './greetings';
import { LaggingLine } from './lagging-line';
import type { MessagingHarness } from './messaging-harness';
import { lingering, readAll } from './read-all';

const AT_ONCE_MS = 1_000;
const QUESTION = '{"request":{"what":"sheep"}}';

/** A handler that counts and then waits for its end, and the contexts that it got. */
function watched() {
  const contexts: MessageContext[] = [];
  const handler = (request: { what: string; to?: number }, context: MessageContext) => (contexts.push(context), lingering(request, context));
  const reasons = () => contexts.map(({ signal }) => (signal.aborted ? (signal.reason as MoorageError).code : null));
  return { handler, reasons };
}

/** Reads until so many frames have come, and answers what becomes of the rest. */
async function readOn(frames: AsyncIterable<CountFrame>, from: number): Promise<{ rest: ReturnType<typeof readAll>; leave(): Promise<unknown> }> {
  const reader = frames[Symbol.asyncIterator]();
  for (let read = 0; read < from; read += 1) await reader.next();
  return { rest: readAll({ [Symbol.asyncIterator]: () => reader }), leave: async () => reader.return?.() };
}

/** How a stream ends before its handler has said all that it wanted to. */
export const streamEndsContract = defineContract<MessagingHarness>('stream-ends', {
  'signals-end-streams: an aborted signal ends the stream at once and its handler, too; what was not read is dropped': async ({ serve, open }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler });
    const client = await open();
    const [plain, reasoned] = [new AbortController(), new AbortController()];
    const streams = [plain, reasoned].map(({ signal }) => client.stream(count, { what: 'sheep' }, { signal })[Symbol.asyncIterator]());
    expect(await Promise.all(streams.map((each) => each.next()))).toMatchObject([{ value: { number: 0 } }, { value: { number: 0 } }]);
    plain.abort();
    reasoned.abort(new MoorageError('RATE_LIMITED'));
    const ends = streams.map((each) => readAll({ [Symbol.asyncIterator]: () => each }));
    expect(await within(AT_ONCE_MS, Promise.all(ends))).toMatchObject([{ numbers: [], error: { code: 'UPSTREAM_TIMEOUT' } }, { numbers: [], error: { code: 'RATE_LIMITED' } }]);
    await eventually(() => reasons().join() === 'UPSTREAM_TIMEOUT,UPSTREAM_TIMEOUT', AT_ONCE_MS);
  },

  'signals-that-were: a stream whose signal is aborted already is asked for nowhere': async ({ serve, open }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler });
    const client = await open();
    const { error } = await readAll(client.stream(count, { what: 'sheep' }, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    await client.call(greet, { name: 'Ada' }, {});
    expect(reasons()).toEqual([]);
  },

  'leaving-while-waiting: a reader may leave while the next frame is waited for, which then is the end': async ({ serve, open }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler });
    const { rest, leave } = await readOn((await open()).stream(count, { what: 'sheep', to: 2 }, {}), 2);
    await within(AT_ONCE_MS, leave());
    expect(await within(AT_ONCE_MS, rest)).toEqual({ numbers: [] });
    await eventually(() => reasons().join() === 'UPSTREAM_TIMEOUT', AT_ONCE_MS);
  },

  'leaving-a-full-stream: a handler that was stopped by backpressure learns of the leaving, too': async ({ serve, open }) => {
    let ended = false;
    await serve({
      count: async function* () {
        try {
          for (let number = 0; ; number += 1) yield { number };
        } finally {
          ended = true;
        }
      },
    });
    const reader = (await open()).stream(count, { what: 'sheep' }, {})[Symbol.asyncIterator]();
    await reader.next();
    expect(ended).toBe(false);
    await reader.return?.();
    await eventually(() => ended, AT_ONCE_MS);
  },

  'only-what-was-left-ends: of many streams the others go on': async ({ serve, open }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler });
    const client = await open();
    const readers = await concurrently(50, () => readOn(client.stream(count, { what: 'sheep', to: 1 }, {}), 1));
    await readers[7]?.leave();
    await eventually(() => reasons().filter((reason) => reason !== null).length === 1, AT_ONCE_MS);
    expect(reasons().filter((reason) => reason === null)).toHaveLength(49);
    await Promise.all(readers.map(({ leave }) => leave()));
  },

  'silence-is-noticed: a stream whose instance says nothing any more is SERVICE_UNAVAILABLE after what came before': async ({ open, raw }) => {
    const instance = await raw();
    instance.subscribe(subjectAt(count, 'dead'), { callback: (_error, message) => void message.respond('{"first":0,"frames":[{"number":0}]}', { reply: 'nowhere' }) });
    await instance.flush();
    const { numbers, error } = await within(AT_ONCE_MS, readAll((await open({ silenceMs: 50 })).stream(count, { what: 'sheep' }, { instance: 'dead' })));
    expect([numbers, error]).toMatchObject([[0], { code: 'SERVICE_UNAVAILABLE', message: expect.stringContaining('stopped answering') as string }]);
  },

  'waiting-is-not-silent: a stream that has nothing to say for longer than silence may last stays open': async ({ serve, open, raw }) => {
    const next = gate();
    await serve({
      count: async function* () {
        yield { number: 0 };
        await next.opened;
        yield { number: 1 };
      },
    }, { heartbeatMs: 20 });
    const watcher = await raw();
    let signs = 0;
    watcher.subscribe('_INBOX.>', { callback: (_error, message) => (signs += message.headers?.has(HEADERS.working) ? 1 : 0) });
    await watcher.flush();
    const { rest } = await readOn((await open({ silenceMs: 400 })).stream(count, { what: 'sheep' }, {}), 1);
    await eventually(() => signs > 25, 10_000);
    next.open();
    expect(await rest).toEqual({ numbers: [1] });
  },

  'no-holes: a frame that is lost or comes twice ends the stream with an error, and its handler': async ({ open, raw, log }) => {
    const bus = await raw();
    const cancelled: unknown[] = [];
    bus.subscribe(cancelSubject('greeting'), { callback: (_error, message) => void cancelled.push(decode(message.data)) });
    const asked: string[] = [];
    const parts = ['{"first":0,"frames":[{"number":0},{"number":1}]}', '', '{"first":2,"frames":[{"number":2}],"end":true}'];
    const second: Record<string, string> = { lost: '{"first":3,"frames":[{"number":3}]}', doubled: '{"first":1,"frames":[{"number":1}]}' };
    bus.subscribe(count.subject, {
      callback: (_error, message) => {
        asked.push(message.reply ?? '');
        const { what } = (decode(message.data) as { request: { what: string } }).request;
        for (const part of parts) message.respond(part || (second[what] ?? '{}'));
      },
    });
    await bus.flush();
    const client = await open();
    for (const what of Object.keys(second)) expect(await within(AT_ONCE_MS, readAll(client.stream(count, { what }, {})))).toMatchObject({ numbers: [0, 1], error: { code: 'INTERNAL_ERROR' } });
    await eventually(() => cancelled.length === 2);
    expect(cancelled).toEqual(asked);
    expect(log.errors.map(({ message }) => message)).toEqual([expect.stringContaining('frame 3 when 2 was due'), expect.stringContaining('frame 1 when 2 was due')]);
  },

  'garbage-out: what is no part of a stream is INTERNAL_ERROR and logged, and an error that is not declared, too': async ({ raw, open, log }) => {
    const answers = ['', 'not json', '[]', '{}', '{"ok":true,"reply":{}}', '{"first":0}', '{"first":"0","frames":[]}', '{"first":0,"frames":[7]}', '{"first":0,"frames":[],"end":7}', '{"first":0,"frames":[],"end":{"code":"NO_SUCH"}}', '{"first":0,"frames":[],"end":{"code":"RATE_LIMITED"}}'];
    const expected = answers.length;
    const bus = await raw();
    bus.subscribe(count.subject, { callback: (_error, message) => message.respond(answers.shift()) });
    await bus.flush();
    const client = await open();
    const ends = await within(AT_ONCE_MS, concurrently(expected, () => readAll(client.stream(count, { what: 'sheep' }, {}))));
    expect(ends).toMatchObject(Array(expected).fill({ numbers: [], error: { code: 'INTERNAL_ERROR' } }));
    expect(log.errors).toHaveLength(expected);
  },

  'garbage-in: malformed messages are refused, malformed counts of frames ignored, and the service goes on': async ({ serve, raw, open, log }) => {
    await serve({
      count: async function* () {
        for (let number = 0; number < 1_000; number += 1) yield { number };
      },
    });
    const bus = await raw();
    for (const payload of ['', 'not json', '[]', '{"request":[]}', '{"request":{"what":7}}']) {
      expect(decode((await bus.request(count.subject, payload, { timeout: AT_ONCE_MS })).data)).toMatchObject({ first: 0, frames: [], end: { code: 'VALIDATION_ERROR' } });
    }
    bus.publish(count.subject, QUESTION);
    const parts: Msg[] = [];
    bus.subscribe('parts', { callback: (_error, message) => void parts.push(message) });
    bus.publish(count.subject, QUESTION, { reply: 'parts' });
    await eventually(() => parts.length > 0);
    for (const said of ['"64"', 'null', '{}', '-1', '0.5', 'NaN', 'no json']) parts[0]?.respond(said);
    await bus.flush();
    expect((await readAll((await open()).stream(count, { what: 'sheep' }, {}))).numbers).toHaveLength(1_000);
    const come = () => parts.flatMap(({ data }) => (decode(data) as { frames: object[] }).frames).length;
    expect(come()).toBeLessThanOrEqual(200);
    await eventually(() => (parts[0]?.respond(String(come())), come() === 1_000));
    expect(log.errors).toEqual([]);
  },

  'readers-die: the handler of a reader whose process was killed is told, although no word came': async ({ serve, raw }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler }, { heartbeatMs: 20 });
    const reader = await raw();
    const first = gate();
    reader.subscribe('parts', { callback: first.open });
    reader.publish(count.subject, QUESTION, { reply: 'parts' });
    await first.opened;
    expect(reasons()).toEqual([null]);
    await reader.close();
    await eventually(() => reasons().join() === 'UPSTREAM_TIMEOUT', AT_ONCE_MS);
  },

  'hints-may-get-lost: whoever works on a stream that a client does not know any more is told again': async ({ serve, open, raw }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler }, { heartbeatMs: 20 });
    const bus = await raw();
    const inboxes: string[] = [];
    bus.subscribe(greet.subject, { callback: (_error, { reply = '' }) => void inboxes.push(reply) });
    await bus.flush();
    await (await open()).call(greet, { name: 'Ada' }, {});
    bus.publish(count.subject, QUESTION, { reply: `${inboxes[0]}forgotten` });
    await eventually(() => reasons().join() === 'UPSTREAM_TIMEOUT', AT_ONCE_MS);
  },

  'lost-connection: streams under way end on both sides when the broker is gone, and new ones work when it is back': async ({ serve, open, broker }) => {
    const { handler, reasons } = watched();
    await serve({ count: handler });
    const client = await open();
    const { rest } = await readOn(client.stream(count, { what: 'sheep', to: 2 }, {}), 1);
    await broker.crash();
    expect(await within(AT_ONCE_MS, rest)).toMatchObject({ numbers: [1], error: { code: 'SERVICE_UNAVAILABLE', details: { service: 'greeting' } } });
    await eventually(() => reasons().join() === 'SERVICE_UNAVAILABLE', AT_ONCE_MS);
    expect((await within(AT_ONCE_MS, readAll(client.stream(count, { what: 'sheep' }, {})))).error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await broker.startAgain();
    await eventually(async () => (await readOn(client.stream(count, { what: 'sheep', to: 1 }, {}), 1).then(({ leave }) => leave(), () => null)) !== null, 5_000);
  },

  'the-service-loses-it: when only the service was cut off, the reader hears of it as soon as it is back': async ({ serve, open, broker }) => {
    const { handler, reasons } = watched();
    const line = await LaggingLine.to(broker.url);
    try {
      await serve({ count: handler }, { url: line.url });
      const { rest } = await readOn((await open()).stream(count, { what: 'sheep', to: 1 }, {}), 1);
      line.cut();
      expect(await within(5_000, rest)).toMatchObject({ numbers: [], error: { code: 'SERVICE_UNAVAILABLE' } });
      expect(reasons()).toEqual(['SERVICE_UNAVAILABLE']);
    } finally {
      await line.close();
    }
  },

  'the-reader-loses-it: when only the reader was cut off, the handler is told soon': async ({ serve, open, broker }) => {
    const { handler, reasons } = watched();
    const line = await LaggingLine.to(broker.url);
    try {
      await serve({ count: handler }, { heartbeatMs: 20 });
      const { rest } = await readOn((await open({ url: line.url })).stream(count, { what: 'sheep', to: 1 }, {}), 1);
      line.cut();
      expect(await within(AT_ONCE_MS, rest)).toMatchObject({ numbers: [], error: { code: 'SERVICE_UNAVAILABLE' } });
      await eventually(() => reasons().join() === 'UPSTREAM_TIMEOUT', AT_ONCE_MS);
    } finally {
      await line.close();
    }
  },

  'services-finish: streams that end within the grace period are read to their end, and none begins': async ({ serve, open }) => {
    const finish = gate();
    const service = await serve({
      count: async function* (request) {
        yield* counting({ ...request, to: 1 });
        if (request.what !== 'waits') return;
        await finish.opened;
        yield { number: 1 };
      },
    }, { graceMs: 2_000, instance: 'leaves' });
    const client = await open();
    const { rest } = await readOn(client.stream(count, { what: 'waits' }, {}), 1);
    const closed = service.close();
    for (const instance of [undefined, 'leaves']) await eventually(async () => ((await readAll(client.stream(count, { what: 'sheep' }, { instance }))).error as MoorageError | undefined)?.code === 'SERVICE_UNAVAILABLE');
    finish.open();
    expect(await rest).toEqual({ numbers: [1] });
    await within(AT_ONCE_MS, closed);
  },

  'grace-ends: what still streams after the grace period is ended, even if its handler does not listen': async ({ serve, open }) => {
    const { handler, reasons } = watched();
    const deaf = async function* () {
      yield { number: 0 };
      await never();
    };
    const service = await serve({ count: (request, context) => (request.what === 'deaf' ? deaf() : handler(request, context)) });
    const client = await open();
    const readers = await Promise.all(['deaf', 'sheep'].map((what) => readOn(client.stream(count, { what, to: 1 }, {}), 1)));
    const closed = service.close();
    const rests = await within(AT_ONCE_MS, Promise.all(readers.map(({ rest }) => rest)));
    expect(rests).toMatchObject(Array(2).fill({ numbers: [], error: { code: 'SERVICE_UNAVAILABLE' } }));
    expect(reasons()).toEqual(['SERVICE_UNAVAILABLE']);
    await within(2 * AT_ONCE_MS, closed);
  },

  'before-it-closes: a service hands over first, while its streams go on and messages are taken': async ({ serve, open }) => {
    const [asked, handed] = [gate(), gate()];
    const { handler, reasons } = watched();
    const beforeClose = async () => (asked.open(), handed.opened);
    const service = await serve({ count: handler }, { beforeClose, graceMs: 2_000, instance: 'leaves' });
    const client = await open();
    const { rest, leave } = await readOn(client.stream(count, { what: 'sheep', to: 1 }, { instance: 'leaves' }), 1);
    const closed = service.close();
    await asked.opened;
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'Hello Ada' });
    const other = await readOn(client.stream(count, { what: 'sheep', to: 1 }, { instance: 'leaves' }), 1);
    expect(reasons()).toEqual([null, null]);
    await Promise.all([leave(), other.leave(), rest, other.rest]);
    handed.open();
    await within(AT_ONCE_MS, closed);
  },

  'before-it-closes-is-bounded: what hangs or fails there does not keep the service from closing': async ({ serve, log }) => {
    const services = await Promise.all([never, () => Promise.reject(new MoorageError('CONFLICT'))].map((beforeClose) => serve({}, { beforeClose })));
    await within(AT_ONCE_MS, Promise.all(services.map((service) => service.close())));
    expect(log.errors.map(({ message }) => message)).toEqual(['the service could not prepare to close']);
  },

  'clients-finish: a client that closes lets its streams end and refuses new ones': async ({ serve, open }) => {
    const finish = gate();
    await serve({
      count: async function* () {
        yield { number: 0 };
        await finish.opened;
        yield { number: 1 };
      },
    });
    const client = await open();
    const { rest } = await readOn(client.stream(count, { what: 'sheep' }, {}), 1);
    const closed = client.close();
    expect(await readAll(client.stream(count, { what: 'sheep' }, {}))).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } });
    finish.open();
    expect(await rest).toEqual({ numbers: [1] });
    await within(AT_ONCE_MS, closed);
  },
});
