import { isNotification, isRequest, MESSAGE_BYTES, Secret, type JsonObject, type RpcMessage } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { SECRET_TEXT } from './mcp-scripts';
import type { UpstreamsHarness } from './talking-server';
import { Talk, type Said } from './upstream-talk';
import { eventually, within } from './within';

const PATIENCE_MS = 4_000;
const AT_ONCE_MS = 500;

/** What JSON can hold and a schema would drop. */
const ODD: JsonObject = { text: UNUSUAL_TEXT, zeta: { deep: [null, 1.5, true, { a: [] }] }, alpha: '', '': 0, 'x-own': [[[]]] };

export const upstreamsContract = defineContract<UpstreamsHarness>('upstreams', {
  'opens-at-once: a way is there at once, and nothing is connected or started before the first message': async (harness) => {
    const server = await harness.serve();
    const { upstream } = new Talk(harness, server.target);
    expect([upstream.usable, upstream.sessionId, server.openSessions()]).toEqual([true, undefined, 0]);
    await upstream.close();
  },

  'verbatim: messages travel untouched both ways, members that nobody knows included': async (harness) => {
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const { answer, failure } = await talk.call('echo', ODD);
    expect(failure).toBeNull();
    expect(answer).toMatchObject({ jsonrpc: '2.0', result: { structuredContent: ODD, 'x-own': { kept: [1, null] } } });
    expect(JSON.stringify(resultOf(answer)['structuredContent'])).toBe(JSON.stringify(ODD));
  },

  'hears-in-order: what belongs to a request is heard in the order of arrival, and its response last': async (harness) => {
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const { heard } = await talk.call('count', { to: 20 }, { meta: { progressToken: 'a token' } });
    expect(heard.map((message) => (isNotification(message) ? message.params?.['progress'] : 'response'))).toEqual([...Array.from({ length: 20 }, (_, index) => index + 1), 'response']);
    expect(talk.overheard).toEqual([]);
  },

  'hears-at-once: notices are heard while the server is still at work': async (harness) => {
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const heard: RpcMessage[] = [];
    const stop = new AbortController();
    const call = talk.call('wait', {}, { signal: stop.signal, meta: { progressToken: 7 }, onMessage: (message) => heard.push(message) });
    await eventually(() => heard.length > 0);
    stop.abort();
    expect((await within(AT_ONCE_MS, call)).failure?.code).toBe('CANCELLED');
  },

  'errors-are-answers: an error response is heard like any other, and no failure': async (harness) => {
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const unknown = await talk.call('no_such_tool');
    expect([unknown.failure, errorOf(unknown.answer)]).toEqual([null, expect.any(Number)]);
    const method = await talk.ask('no/such/method');
    expect([method.failure, errorOf(method.answer)]).toEqual([null, -32_601]);
  },

  'server-asks: what a server asks is heard, and an answer to it is over when the server has taken it': async (harness) => {
    if (!harness.manners.asks) return;
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const roots = [{ uri: 'file:///harbour', name: 'Harbour' }];
    const answered: Promise<Said>[] = [];
    const answer = (message: RpcMessage) => void (isRequest(message) && answered.push(talk.answer(message, roots)));
    talk.onOverheard = answer;
    const { answer: response, failure } = await within(PATIENCE_MS, talk.call('ask', {}, { onMessage: answer }));
    expect([failure, resultOf(response)['structuredContent']]).toEqual([null, { roots }]);
    expect((await Promise.all(answered)).map((each) => [each.failure, each.heard])).toEqual([[null, []]]);
  },

  'notices: what belongs to no exchange is heard by the settings': async (harness) => {
    const { standing } = harness.manners;
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const stop = new AbortController();
    const listening = talk.upstream.listen(stop.signal);
    if (standing !== 'asked') expect(await within(AT_ONCE_MS, listening)).toBeNull();
    if (standing === 'asked') await eventually(() => server.listening() === 1);
    if (standing === 'none') return;
    const { heard } = await talk.call('announce');
    await eventually(() => talk.overheard.length > 0);
    expect([talk.overheard.map(({ method }) => method), heard.length]).toEqual([['notifications/tools/list_changed'], 1]);
    stop.abort();
    expect(await within(AT_ONCE_MS, listening)).toBeNull();
    if (standing === 'asked') await eventually(() => server.listening() === 0);
  },

  'session: an id that the server issues is known from then on, and another way goes on with the session': async (harness) => {
    if (!harness.manners.hasSessionIds) return;
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const { sessionId } = talk.upstream;
    expect(sessionId).toEqual(expect.any(String));
    const other = new Talk(harness, server.target, { session: { id: sessionId as string, protocolVersion: '2025-06-18' } });
    expect([(await other.call('echo', { a: 1 })).failure, other.upstream.sessionId, server.openSessions()]).toEqual([null, sessionId, 1]);
  },

  'sessions-apart: each way has a session of its own': async (harness) => {
    if (!harness.manners.hasSessionIds) return;
    const server = await harness.serve();
    const talks = await concurrently(5, () => Talk.opened(harness, server.target));
    expect([new Set(talks.map(({ upstream }) => upstream.sessionId)).size, server.openSessions()]).toEqual([5, 5]);
  },

  'session-lost: a session that the server has forgotten is a failure of its own, and the way cannot be used any more': async (harness) => {
    if (!harness.manners.hasSessionIds) return;
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    server.forget();
    expect([(await talk.call('echo')).failure?.code, talk.upstream.usable]).toEqual(['SESSION_LOST', false]);
    expect((await Talk.opened(harness, server.target).then((fresh) => fresh.call('echo'))).failure).toBeNull();
  },

  'cancelled: whoever gives up hears nothing more, and the server is told by the closed stream, or by whoever gave up': async (harness) => {
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const stop = new AbortController();
    const call = talk.call('wait', {}, { signal: stop.signal });
    await eventually(() => server.calls() === 1);
    stop.abort();
    expect(await within(AT_ONCE_MS, call)).toMatchObject({ failure: { code: 'CANCELLED' }, answer: undefined });
    if (harness.manners.givingUp === 'says') await talk.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: talk.lastId } });
    await eventually(() => server.givenUp() === 1);
    expect((await talk.call('echo', {}, { signal: AbortSignal.abort() })).failure?.code).toBe('CANCELLED');
    expect((await talk.call('echo')).failure).toBeNull();
  },

  'at-once: any number of messages may be under way, each with its own answer': async (harness) => {
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const stop = new AbortController();
    const waiting = concurrently(12, () => talk.call('wait', {}, { signal: stop.signal }));
    const said = await within(PATIENCE_MS, concurrently(40, (index) => talk.call('echo', { index })));
    expect(said.map(({ answer }) => resultOf(answer)['structuredContent'])).toEqual(Array.from({ length: 40 }, (_, index) => ({ index })));
    stop.abort();
    expect((await within(AT_ONCE_MS, waiting)).map(({ failure }) => failure?.code)).toEqual(Array.from({ length: 12 }, () => 'CANCELLED'));
  },

  'too-large: a message is at most so long, and one that is longer is a failure': async (harness) => {
    const talk = await Talk.opened(harness, (await harness.serve()).target);
    const near = await within(PATIENCE_MS, talk.call('large', { bytes: MESSAGE_BYTES - 10_000 }));
    expect([near.failure, near.heard.length]).toEqual([null, 1]);
    const beyond = await within(PATIENCE_MS, talk.call('large', { bytes: MESSAGE_BYTES + 1 }));
    expect([beyond.failure?.code, beyond.heard]).toEqual([harness.manners.tooLarge, []]);
  },

  'unreachable: who cannot be reached is a failure of the first message, and of the stream that is listened to': async (harness) => {
    const { target, code } = await harness.unreachable();
    const talk = new Talk(harness, target);
    expect((await within(PATIENCE_MS, talk.ask('tools/list'))).failure?.code).toBe(code);
    if (harness.manners.standing === 'asked') expect((await within(PATIENCE_MS, talk.upstream.listen(new AbortController().signal)))?.code).toBe(code);
  },

  'never-rejects: not even a target that makes no sense is an error': async (harness) => {
    for (const url of [undefined, 'not an address', 'ftp://127.0.0.1/']) {
      const talk = new Talk(harness, { serverType: 'http', headers: {}, trustedAddress: true, ...(url ? { url: Secret.of(url) } : {}) });
      expect((await within(PATIENCE_MS, talk.ask('tools/list'))).failure).not.toBeNull();
      await talk.upstream.close();
    }
  },

  'close: ends the session and all that is under way, in time, and may be called again': async (harness) => {
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const calls = concurrently(3, () => talk.call('wait'));
    const listening = talk.upstream.listen(new AbortController().signal);
    await eventually(() => server.calls() === 3);
    await within(PATIENCE_MS, Promise.all([talk.upstream.close(), talk.upstream.close()]));
    expect((await within(AT_ONCE_MS, calls)).map(({ failure }) => failure?.code)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(await within(AT_ONCE_MS, listening)).toBeNull();
    await eventually(() => server.openSessions() === 0 && server.listening() === 0);
    expect([talk.upstream.usable, (await talk.call('echo')).failure?.code]).toEqual([false, 'CANCELLED']);
    await talk.upstream.close();
  },

  'leave: ends what is under way and may be called again, and the session stays where it can': async (harness) => {
    const server = await harness.serve();
    const talk = await Talk.opened(harness, server.target);
    const call = talk.call('wait');
    const listening = talk.upstream.listen(new AbortController().signal);
    await eventually(() => server.calls() === 1);
    const open = server.openSessions();
    await within(PATIENCE_MS, Promise.all([talk.upstream.leave(), talk.upstream.leave()]));
    expect((await within(AT_ONCE_MS, call)).failure?.code).toBe('CANCELLED');
    expect(await within(AT_ONCE_MS, listening)).toBeNull();
    expect(talk.upstream.usable).toBe(false);
    if (harness.manners.hasSessionIds && harness.manners.era !== '2024') expect(server.openSessions()).toBe(open);
    await talk.upstream.close();
  },

  'close-unused: a way that was never used is closed without a word': async (harness) => {
    const server = await harness.serve();
    const { upstream } = new Talk(harness, server.target);
    await within(AT_ONCE_MS, upstream.close());
    expect([upstream.usable, server.openSessions()]).toEqual([false, 0]);
  },

  'no-secret: no failure repeats what was sent in confidence': async (harness) => {
    const { target } = await harness.unreachable();
    const secret = Secret.of(SECRET_TEXT);
    const talk = new Talk(harness, { ...target, url: target.url && Secret.of(`${target.url.reveal()}?key=${SECRET_TEXT}`), headers: { authorization: secret } });
    expect(JSON.stringify(await within(PATIENCE_MS, talk.ask('tools/list')))).not.toContain(SECRET_TEXT);
  },
});

export type { UpstreamsHarness };

export const describeUpstreamsContract = upstreamsContract.describe;

function resultOf(message: RpcMessage | undefined): JsonObject {
  return (message?.['result'] ?? {}) as JsonObject;
}

function errorOf(message: RpcMessage | undefined): unknown {
  return (message?.['error'] as JsonObject | undefined)?.['code'];
}
