import { MoorageError } from '@moorage/domain';
import { defineContract, eventually, rejectionOf, within } from '@moorage/test-kit';
import { headers } from 'nats';
import type { ContractClient } from '../src/contract-client';
import type { MessageContext } from '../src/message-context';
import { cancelSubject, HEADERS } from '../src/wire';
import { gate, never, untilAborted } from './gate';
import { greet, greetSoon } from './greetings';
import type { MessagingHarness } from './messaging-harness';

const AT_ONCE_MS = 1_000;

/** What becomes of a call whose caller does not wait for ever. */
export const givingUpContract = defineContract<MessagingHarness>('giving-up', {
  'deadlines-hold: a call without an answer ends at the deadline of its definition': async ({ serve, open }) => {
    await serve({ greet: never });
    const client = await open();
    const rejection = await within(AT_ONCE_MS, rejectionOf(() => client.call(greetSoon, { name: 'Ada' }, {})));
    expect(rejection).toMatchObject({ code: 'UPSTREAM_TIMEOUT', details: { service: 'greeting' } });
  },

  'deadlines-travel: the signal of a handler is aborted at the deadline, although nobody tells it to stop': async ({ serve, raw }) => {
    const reasons: unknown[] = [];
    await serve({ greet: (_request, { signal }) => (signal.addEventListener('abort', () => reasons.push(signal.reason)), never()) });
    await (await raw()).request(greetSoon.subject, '{"request":{"name":"Ada"}}', { timeout: AT_ONCE_MS }).catch(() => undefined);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  },

  'deadlines-shorten: a message with less time left than its definition says is given less': async ({ serve, raw }) => {
    const seen: MessageContext[] = [];
    const [began, said] = [gate(), headers()];
    await serve({ greet: (_request, context) => (seen.push(context), began.open(), never()) });
    said.set(HEADERS.remaining, '20');
    (await raw()).publish(greet.subject, '{"request":{"name":"Ada"}}', { reply: 'nowhere', headers: said });
    await began.opened;
    expect(seen[0]?.remainingMs).toBeLessThanOrEqual(20);
    await eventually(() => seen[0]?.signal.aborted === true && seen[0].remainingMs === 0, AT_ONCE_MS);
  },

  'silence-is-noticed: a call whose instance says nothing any more ends long before its deadline': async ({ open, raw }) => {
    const instance = await raw();
    instance.subscribe(greet.subject, { callback: () => undefined });
    await instance.flush();
    const client = await open({ silenceMs: 50 });
    const rejection = await within(AT_ONCE_MS, rejectionOf(() => client.call(greet, { name: 'Ada' }, {})));
    expect(rejection).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.stringContaining('stopped answering') as string });
  },

  'work-is-not-silent: a call that is worked on for longer than silence may last is waited for': async ({ serve, open, raw }) => {
    const end = gate();
    await serve({ greet: async () => (await end.opened, { text: 'at last' }) }, { heartbeatMs: 20 });
    const watcher = await raw();
    let signs = 0;
    watcher.subscribe('_INBOX.>', { callback: (_error, message) => (signs += message.headers?.has(HEADERS.working) ? 1 : 0) });
    await watcher.flush();
    const call = (await open({ silenceMs: 400 })).call(greet, { name: 'Ada' }, {});
    await eventually(() => signs > 25, 10_000);
    end.open();
    await expect(call).resolves.toEqual({ text: 'at last' });
  },

  'signals-end-calls: a call ends at once when its signal is aborted': async ({ serve, open }) => {
    await serve({ greet: never });
    const client = await open();
    const [plain, reasoned, late] = [new AbortController(), new AbortController(), AbortSignal.abort()];
    const calls = [plain.signal, reasoned.signal, late].map((signal) => rejectionOf(() => client.call(greet, { name: 'Ada' }, { signal })));
    plain.abort();
    reasoned.abort(new MoorageError('RATE_LIMITED'));
    const rejections = await within(AT_ONCE_MS, Promise.all(calls));
    expect(rejections).toMatchObject([{ code: 'UPSTREAM_TIMEOUT' }, { code: 'RATE_LIMITED' }, { code: 'UPSTREAM_TIMEOUT' }]);
  },

  'what-was-given-up-is-not-sent: a call that ends in the turn that began it, beside others, reaches no handler': async ({ serve, open }) => {
    const greeted: string[] = [];
    await serve({ greet: async ({ name }) => (greeted.push(name), { text: name }) });
    const client = await open();
    const leave = new AbortController();
    const stays = client.call(greet, { name: 'stays' }, {});
    const leaves = rejectionOf(() => client.call(greet, { name: 'leaves' }, { signal: leave.signal }));
    leave.abort();
    expect(await leaves).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    await stays;
    await client.call(greet, { name: 'comes later' }, {});
    expect(greeted).toEqual(['stays', 'comes later']);
  },

  'time-is-told: a handler learns how long its caller still waits': async ({ serve, open }) => {
    let remainingMs = 0;
    await serve({ greet: async (_request, context) => ((remainingMs = context.remainingMs), { text: '' }) });
    await (await open()).call(greet, { name: 'Ada' }, {});
    expect(remainingMs).toBeGreaterThan(greet.deadlineMs - AT_ONCE_MS);
    expect(remainingMs).toBeLessThanOrEqual(greet.deadlineMs);
  },

  'work-stops: the handler of an aborted call stops at once, in whichever instance it runs, and no other does': async ({ serve, open }) => {
    const working = new Map<string, MessageContext>();
    const work = (name: string, context: MessageContext) => (working.set(name, context), untilAborted(context.signal));
    for (const _instance of [1, 2]) await serve({ greet: ({ name }, context) => work(name, context) });
    const [client, other] = [await open(), await open()];
    const [leave, end] = [new AbortController(), new AbortController()];
    const call = (from: ContractClient, name: string, { signal }: AbortController) => rejectionOf(() => from.call(greet, { name }, { signal }));
    const calls = [call(client, 'leaves', leave), call(client, 'stays', end), call(other, 'elsewhere', end)];
    await eventually(() => working.size === 3);
    leave.abort();
    await eventually(() => working.get('leaves')?.signal.aborted === true, AT_ONCE_MS);
    expect(working.get('leaves')?.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect([working.get('stays')?.signal.aborted, working.get('elsewhere')?.signal.aborted]).toEqual([false, false]);
    end.abort();
    await within(AT_ONCE_MS, Promise.all(calls));
  },

  'a-stop-does-not-wait: a service whose callers have left closes at once': async ({ serve, open }) => {
    const began = gate();
    const service = await serve({ greet: (_request, { signal }) => (began.open(), untilAborted(signal)) }, { graceMs: 20_000 });
    const leave = new AbortController();
    const call = rejectionOf(async () => (await open()).call(greet, { name: 'Ada' }, { signal: leave.signal }));
    await began.opened;
    const closed = service.close();
    leave.abort();
    await within(AT_ONCE_MS, Promise.all([call, closed]));
  },

  'writing-ends: a handler that does not look at its signal finishes what it began': async ({ serve, open }) => {
    const [began, finish] = [gate(), gate()];
    let written = false;
    await serve({ greet: async () => (began.open(), await finish.opened, (written = true), { text: '' }) });
    const leave = new AbortController();
    const client = await open();
    const call = rejectionOf(() => client.call(greet, { name: 'Ada' }, { signal: leave.signal }));
    await began.opened;
    leave.abort();
    expect(await call).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    finish.open();
    await eventually(() => written);
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: '' });
  },

  'hints-are-checked: what cancels nothing that is under way is ignored': async ({ serve, open, raw, log }) => {
    const began = gate();
    await serve({ greet: async ({ name }, { signal }) => (began.open(), name === 'waits' ? untilAborted(signal) : { text: String(signal.aborted) }) });
    const client = await open();
    const leave = new AbortController();
    let left = false;
    const waiting = rejectionOf(() => client.call(greet, { name: 'waits' }, { signal: leave.signal })).then(() => (left = true));
    await began.opened;
    const bus = await raw();
    for (const payload of ['', 'no json', 'null', '[]', '{}', '""', '7', '"_INBOX.unknown"']) bus.publish(cancelSubject('greeting'), payload);
    await bus.flush();
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'false' });
    expect([log.errors, left]).toEqual([[], false]);
    leave.abort();
    await waiting;
  },
});
